using System.Buffers;

namespace FeedAggregator.Parsing.Values;

/// <summary>"a@b.c (Name)", "Name (a@b.c)", "Name &lt;a@b.c&gt;" and their relatives, taken apart.</summary>
internal static class PersonText
{
    private static readonly SearchValues<char> NotInEmails = SearchValues.Create(" \t\n<>()/");

    public static Person? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var rest = text.AsSpan().Trim();
        Split(rest, '(', ')', out var before, out var inside);
        if (inside.IsEmpty || !(IsEmail(before) || IsEmail(inside)))
            Split(rest, '<', '>', out before, out inside);
        if (IsEmail(inside))
            return Make(before, inside);
        if (!inside.IsEmpty && IsEmail(before))
            return Make(inside, before);
        if (IsEmail(rest))
            return Make(default, rest);
        var space = rest.IndexOf(' ');
        return space > 0 && IsEmail(rest[..space]) ? Make(rest[space..], rest[..space]) : new(rest.ToString(), null, null);
    }

    private static void Split(ReadOnlySpan<char> text, char open, char close, out ReadOnlySpan<char> before, out ReadOnlySpan<char> inside)
    {
        var start = text.IndexOf(open);
        var end = text.LastIndexOf(close);
        var found = start >= 0 && end > start;
        before = found ? text[..start].Trim() : default;
        inside = found ? text[(start + 1)..end].Trim() : default;
    }

    private static Person Make(ReadOnlySpan<char> name, ReadOnlySpan<char> email)
    {
        name = name.Trim().Trim('"').Trim();
        return new(name.IsEmpty ? null : name.ToString(), WithoutScheme(email).ToString(), null);
    }

    private static ReadOnlySpan<char> WithoutScheme(ReadOnlySpan<char> email) =>
        email.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? email["mailto:".Length..] : email;

    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        text = WithoutScheme(text);
        var at = text.IndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.ContainsAny(NotInEmails) && text[(at + 1)..].IndexOf('@') < 0;
    }
}
