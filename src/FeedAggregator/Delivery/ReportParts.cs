using System.Text;
using System.Text.RegularExpressions;

namespace FeedAggregator.Delivery;

/// <summary>A mail of type multipart/report (RFC 6522), taken apart: one part says what happened, another holds the mail it happened to.</summary>
internal sealed partial class ReportParts
{
    /// <summary>What a mail has beyond this is not read.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly List<(string Head, string Body)> _parts;

    private ReportParts(List<(string Head, string Body)> parts) => _parts = parts;

    /// <summary>Of the mail that came back, without brackets; null when its head says none.</summary>
    public string? ReturnedId =>
        BodyOf("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers") is { } returned
            ? Field(Split(returned).Head, "Message-ID")?.Trim().Trim('<', '>')
            : null;

    /// <returns>Null when it is no such mail.</returns>
    public static ReportParts? Read(ReadOnlySpan<byte> mail)
    {
        var text = Encoding.Latin1.GetString(mail[..Math.Min(mail.Length, MaxBytes)]).ReplaceLineEndings("\n");
        var (head, body) = Split(text);
        var type = Field(head, "Content-Type") ?? "";
        if (
            !type.Contains("multipart/report", StringComparison.OrdinalIgnoreCase)
            || BoundaryParameter().Match(type) is not { Success: true } boundary
        )
            return null;
        var parts = body.Split("--" + boundary.Groups["quoted"].Value + boundary.Groups["token"].Value);
        return new([.. parts.Skip(1).Select(x => Split(x.TrimStart('\n')))]);
    }

    /// <summary>Of the first part that has one of the types; null when none has.</summary>
    public string? BodyOf(params string[] types) => _parts.FirstOrDefault(x => types.Any(type => IsType(x.Head, type))).Body;

    /// <summary>The first field of a name, unfolded.</summary>
    public static string? Field(string head, string name)
    {
        var lines = head.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                continue;
            var value = new StringBuilder(lines[i][(name.Length + 1)..]);
            while (i + 1 < lines.Length && lines[i + 1].Length > 0 && lines[i + 1][0] is ' ' or '\t')
                value.Append(' ').Append(lines[++i].Trim());
            return value.ToString().Trim();
        }
        return null;
    }

    /// <summary>The whole type, and not one that only begins so.</summary>
    private static bool IsType(string head, string type) =>
        Field(head, "Content-Type") is { } given && string.Equals(given.Split(';')[0].Trim(), type, StringComparison.OrdinalIgnoreCase);

    private static (string Head, string Body) Split(string text) =>
        text.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 2)..]) : (text, "");

    [GeneratedRegex(
        "boundary\\s*=\\s*(\"(?<quoted>[^\"\\n]{1,70})\"|(?<token>[^\\s;\"]{1,70}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex BoundaryParameter();
}
