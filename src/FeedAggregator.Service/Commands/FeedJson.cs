using System.Text.Json;
using FeedAggregator.Cleaning;
using FeedAggregator.Parsing;

namespace FeedAggregator.Service.Commands;

/// <summary>A feed as JSON: what the document does not say is left out, and all HTML is safe to show.</summary>
internal static class FeedJson
{
    public static void Write(Utf8JsonWriter to, ParsedFeed feed)
    {
        to.WriteStartObject();
        to.WriteBoolean("ok", true);
        to.WriteString("format", feed.Format.ToString().ToLowerInvariant());
        to.WriteString("encoding", feed.Encoding);
        to.WriteStartObject("feed");
        WriteFeed(to, feed);
        to.WriteEndObject();
        to.WriteStartArray("items");
        foreach (var item in feed.Items)
        {
            to.WriteStartObject();
            WriteItem(to, item);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        Write(to, "warnings", [.. feed.Warnings.Select(w => w.ToString())]);
        to.WriteEndObject();
    }

    private static void WriteFeed(Utf8JsonWriter to, ParsedFeed feed)
    {
        Write(to, "title", feed.Title);
        Write(to, "description", feed.Description);
        Write(to, "rights", feed.Rights);
        Write(to, "link", feed.Link);
        Write(to, "self", feed.Self);
        Write(to, "id", feed.Id);
        Write(to, "language", feed.Language);
        Write(to, "updated", feed.Updated);
        Write(to, "published", feed.Published);
        Write(to, "authors", feed.Authors);
        Write(to, "contributors", feed.Contributors);
        Write(to, feed.Categories);
        Write(to, feed.Links);
        Write(to, "image", feed.Image);
        Write(to, "icon", feed.Icon);
        Write(to, "generator", feed.Generator);
        Write(to, "ttlMinutes", feed.TtlMinutes);
        Write(to, "hubs", feed.Hubs);
        Write(to, "skipHours", feed.SkipHours);
        Write(to, "skipDays", feed.SkipDays);
        Write(to, "updatePeriodMinutes", feed.UpdatePeriodMinutes);
        Write(to, "newUrl", feed.NewUrl);
        Write(to, "nextUrl", feed.NextUrl);
        Write(to, "explicit", feed.Explicit);
    }

    private static void WriteItem(Utf8JsonWriter to, ParsedItem item)
    {
        Write(to, "id", item.Id);
        Write(to, "link", item.Link);
        Write(to, "title", item.Title);
        Write(to, "summary", item.Summary);
        Write(to, "content", item.Content);
        Write(to, "contentSrc", item.ContentSrc);
        Write(to, "published", item.Published);
        Write(to, "updated", item.Updated);
        Write(to, "authors", item.Authors);
        Write(to, "contributors", item.Contributors);
        Write(to, item.Categories);
        Write(to, item.Enclosures);
        Write(to, item.Links);
        Write(to, "commentsUrl", item.CommentsUrl);
        Write(to, "commentsFeedUrl", item.CommentsFeedUrl);
        Write(to, "language", item.Language);
        Write(to, "image", item.Image);
        Write(to, item.Source);
        Write(to, "rights", item.Rights);
        Write(to, "durationSeconds", item.DurationSeconds);
        Write(to, "explicit", item.Explicit);
    }

    private static void Write(Utf8JsonWriter to, string name, string? value)
    {
        if (value is not null)
            to.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter to, string name, int? value)
    {
        if (value is { } number)
            to.WriteNumber(name, number);
    }

    private static void Write(Utf8JsonWriter to, string name, bool? value)
    {
        if (value is { } flag)
            to.WriteBoolean(name, flag);
    }

    private static void Write(Utf8JsonWriter to, string name, DateTimeOffset? value)
    {
        if (value is { } instant)
            to.WriteString(
                name,
                instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    private static void Write(Utf8JsonWriter to, string name, TextConstruct? text)
    {
        if (text is null)
            return;
        to.WriteString(name, text.IsHtml ? HtmlCleaner.Clean(text.Value, text.BaseUrl) : text.Value);
        to.WriteString(name + "Type", text.Type);
    }

    private static void Write(Utf8JsonWriter to, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        to.WriteStartArray(name);
        foreach (var value in values)
            to.WriteStringValue(value);
        to.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter to, string name, IReadOnlyList<int> values)
    {
        if (values.Count == 0)
            return;
        to.WriteStartArray(name);
        foreach (var value in values)
            to.WriteNumberValue(value);
        to.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter to, string name, IReadOnlyList<Person> people) =>
        WriteObjects(
            to,
            name,
            people,
            static (to, person) =>
            {
                Write(to, "name", person.Name);
                Write(to, "email", person.Email);
                Write(to, "uri", person.Uri);
            }
        );

    private static void Write(Utf8JsonWriter to, IReadOnlyList<Category> categories) =>
        WriteObjects(
            to,
            "categories",
            categories,
            static (to, category) =>
            {
                Write(to, "term", category.Term);
                Write(to, "scheme", category.Scheme);
                Write(to, "label", category.Label);
            }
        );

    private static void Write(Utf8JsonWriter to, IReadOnlyList<Enclosure> enclosures) =>
        WriteObjects(
            to,
            "enclosures",
            enclosures,
            static (to, enclosure) =>
            {
                Write(to, "url", enclosure.Url);
                Write(to, "type", enclosure.Type);
                if (enclosure.Length is { } length)
                    to.WriteNumber("length", length);
            }
        );

    private static void Write(Utf8JsonWriter to, IReadOnlyList<Link> links) =>
        WriteObjects(
            to,
            "links",
            links,
            static (to, link) =>
            {
                Write(to, "href", link.Href);
                Write(to, "rel", link.Rel);
                Write(to, "type", link.Type);
                Write(to, "title", link.Title);
                Write(to, "hreflang", link.HrefLang);
                Write(to, "length", link.Length);
            }
        );

    private static void Write(Utf8JsonWriter to, ItemSource? source)
    {
        if (source is null)
            return;
        to.WriteStartObject("source");
        Write(to, "title", source.Title);
        Write(to, "link", source.Link);
        Write(to, "url", source.Url);
        Write(to, "id", source.Id);
        Write(to, "updated", source.Updated);
        to.WriteEndObject();
    }

    private static void WriteObjects<T>(Utf8JsonWriter to, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
            return;
        to.WriteStartArray(name);
        foreach (var value in values)
        {
            to.WriteStartObject();
            write(to, value);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }
}
