using System.Text.Json;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>JSON properties as the values of a feed.</summary>
internal sealed class JsonReading(string? documentBase, WarningLog log)
{
    private readonly UrlBudget _urls = new(message => log.Add(0, message));

    public void Warn(string message) => log.Add(0, message);

    public TextConstruct? Plain(JsonElement parent, string name) =>
        parent.Text(name) is { } text ? new(text, TextConstruct.Text, documentBase) : null;

    public TextConstruct? Html(JsonElement parent, string name) =>
        parent.Text(name) is { } text ? new(text, TextConstruct.Html, documentBase) : null;

    public string? Url(JsonElement parent, string name) => parent.Text(name) is { } url ? _urls.Resolve(documentBase, url) : null;

    public DateTimeOffset? Date(JsonElement parent, string name)
    {
        if (parent.Text(name) is not { } text)
            return null;
        var date = FeedDate.Parse(text);
        if (date is null)
            log.Add(0, $"not a date: \"{text[..Math.Min(text.Length, 60)]}\"");
        return date;
    }

    /// <summary>1.1's list, else 1.0's one author.</summary>
    public IReadOnlyList<Person> Authors(JsonElement parent)
    {
        var authors = parent.List("authors").Select(Author).OfType<Person>().ToList();
        return authors.Count > 0 ? authors : [.. parent.List("author").Select(Author).OfType<Person>()];
    }

    public Enclosure? Attachment(JsonElement attachment) =>
        Url(attachment, "url") is { } url ? new(url, attachment.Text("mime_type"), Numbers.Length(attachment.Text("size_in_bytes"))) : null;

    private Person? Author(JsonElement author)
    {
        if (author.ValueKind == JsonValueKind.String)
            return PersonText.Parse(JsonText.AsText(author));
        var (name, url) = (author.Text("name"), Url(author, "url"));
        return name is null && url is null ? null : new(name, null, url);
    }
}
