namespace FeedAggregator.Parsing;

/// <param name="Value">Trimmed. HTML is raw: neither safe nor resolved.</param>
/// <param name="Type">"text" (show as is), "html" (a fragment), or another media type whose decoded text this is.</param>
/// <param name="BaseUrl">What relative URLs inside HTML are relative to; null when nothing is known.</param>
public sealed record TextConstruct(string Value, string Type, string? BaseUrl)
{
    public const string Text = "text";
    public const string Html = "html";

    public bool IsHtml => Type == Html;
}

public sealed record Person(string? Name, string? Email, string? Uri);

public sealed record Category(string? Term, string? Scheme, string? Label);

/// <param name="Length">Bytes, where the publisher gave a number.</param>
public sealed record Enclosure(string Url, string? Type, long? Length);

/// <summary>An Atom link (RFC 4287, 4.2.7). <paramref name="Length"/> is kept as written.</summary>
public sealed record Link(string Href, string? Rel, string? Type, string? Title, string? HrefLang, string? Length);

/// <param name="Link">The page of the site the item was copied from.</param>
/// <param name="Url">The feed it was copied from.</param>
public sealed record ItemSource(TextConstruct? Title, string? Link, string? Url, string? Id, DateTimeOffset? Updated);

/// <param name="Line">From 1; 0 where it concerns the whole document.</param>
/// <param name="Message">What was wrong and what was done about it.</param>
public sealed record ParseWarning(int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"line {Line}: {Message}" : Message;
}
