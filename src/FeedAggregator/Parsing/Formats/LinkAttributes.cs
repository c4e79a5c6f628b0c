using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats;

/// <summary>What an Atom link says besides its address; empty is null.</summary>
internal readonly record struct LinkAttributes(string? Rel, string? Type, string? Title, string? HrefLang, string? Length)
{
    public static LinkAttributes Of(XmlCursor at) =>
        new(Some(at, "rel"), Some(at, "type"), Some(at, "title"), Some(at, "hreflang"), Some(at, "length"));

    private static string? Some(XmlCursor at, string name) => at.Attribute(name) is { Length: > 0 } value ? value : null;
}
