using FeedAggregator.Parsing.Markup;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>What every rule needs to read the element it stands at. Each method ends at the element's end.</summary>
internal sealed class Reading(XmlCursor at, string encoding) : IDisposable
{
    private readonly ContentReader _content = new(at);
    private bool _full;

    public XmlCursor At => at;

    public string Encoding => encoding;

    public List<ParsedItem> Items { get; } = [];

    /// <summary>At the item's end.</summary>
    public void Add(ParsedItem item)
    {
        if (Items.Count < ParseLimits.Items)
        {
            Items.Add(at.IsTorn ? item with { IsTorn = true } : item);
            return;
        }
        if (!_full)
            at.Warn($"more than {ParseLimits.Items} items; the rest are left out");
        _full = true;
    }

    /// <summary>RSS 2.0 has no xml:base and often no known address: the site's page then serves for relative links.</summary>
    public string? SiteLink { get; set; }

    /// <summary>xml:lang of the channel, where the root has none.</summary>
    public string? FeedLanguage { get; set; }

    public void Dispose() => _content.Dispose();

    public string? Text() => _content.Text();

    public int? Integer() => Numbers.Integer(Text());

    public string? Url() => Absolute(Text(), at.Current);

    /// <summary>As <see cref="UrlAttribute"/>, but an attribute that is there and empty is the document's own address.</summary>
    public string? Reference(string name)
    {
        if (at.Attribute(name) is not { } reference)
            return null;
        var url = at.Urls.Resolve(at.Base ?? SiteLink, reference);
        return url.Length == 0 ? null : url;
    }

    /// <summary>A list parted by commas.</summary>
    public string[] Terms() => (Text() ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Neither trimmed nor otherwise forgiven.</summary>
    public string? ExactText() => _content.ExactText();

    /// <summary>An address in an attribute; call before the element's content is read.</summary>
    public string? UrlAttribute(string name) => Absolute(at.Attribute(name), at.Current);

    public string? Absolute(string? url, in Element element)
    {
        if (string.IsNullOrEmpty(url))
            return null;
        return at.Urls.Resolve(element.Base ?? SiteLink, url);
    }

    public DateTimeOffset? Date()
    {
        var text = Text();
        if (text is null)
            return null;
        var date = FeedDate.Parse(text);
        if (date is null)
            at.Warn($"not a date: \"{text[..Math.Min(text.Length, 60)]}\"");
        return date;
    }

    /// <summary>Text that is shown as it is, unless it is clearly HTML.</summary>
    public TextConstruct? Loose()
    {
        var baseUrl = at.Base ?? SiteLink;
        var (value, hasElements) = _content.Loose();
        if (value is null)
            return null;
        return new(value, hasElements || HtmlWords.LooksLikeHtml(value) ? TextConstruct.Html : TextConstruct.Text, baseUrl);
    }

    /// <summary>A text that is HTML by custom, as RSS descriptions are; what can't be a tag in it is made text.</summary>
    public TextConstruct? LooseHtml()
    {
        var baseUrl = at.Base ?? SiteLink;
        var (value, _) = _content.Loose();
        return value is null ? null : new(StrayMarkup.Escape(value), TextConstruct.Html, baseUrl);
    }

    public TextConstruct? Plain()
    {
        var baseUrl = at.Base ?? SiteLink;
        return Text() is { } text ? new(text, TextConstruct.Text, baseUrl) : null;
    }

    public TextConstruct? Markup() => Markup(out _);

    public TextConstruct? Markup(out bool hasElements)
    {
        var baseUrl = at.Base ?? SiteLink;
        (var value, hasElements) = _content.Markup();
        return value is null ? null : new(value, TextConstruct.Html, baseUrl);
    }

    public Person? Person()
    {
        var depth = at.Depth;
        string? name = null;
        string? email = null;
        string? uri = null;
        using var mixed = new TextBuffer();
        while (at.Read() && at.Depth >= depth)
        {
            if (at.Kind == NodeKind.Text)
                mixed.Append(at.IsCData ? at.RawText.ToString() : References.Decode(at.RawText, at.Scanner.Entities));
            if (at.Kind != NodeKind.Start)
                continue;
            var local = at.LocalName;
            if (local is "name" or "title")
                name ??= Text();
            else if (local is "email")
                email ??= Text();
            else if (local is "uri" or "url" or "homepage")
                uri ??= Url();
            else
                mixed.Append(" " + Text());
        }
        return Join(name, email, uri, PersonText.Parse(mixed.ToString()));
    }

    private static Person? Join(string? name, string? email, string? uri, Person? mixed)
    {
        if (name is not null && email is null && PersonText.Parse(name) is { Email: not null } both)
            (name, email) = (both.Name ?? name, both.Email);
        var person = new Person(name ?? mixed?.Name, email ?? mixed?.Email, uri);
        return person == new Person(null, null, null) ? null : person;
    }
}
