using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as JSON of our own, version 1: fields are added, never renamed or removed. Documented in docs/technotes/digests.md.</summary>
public static class DigestJson
{
    internal static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Write(DigestView view, PageFrame frame)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, view, frame);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, DigestView view, PageFrame frame)
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        Text(json, "name", view.Name);
        Text(json, "title", view.Title);
        Optional(json, "description", view.Description);
        Text(json, "language", FrameLanguage.For(view.Language).Tag);
        Text(json, "url", frame.Absolute(frame.HtmlUrl));
        if (frame.Edition is { } number)
            json.WriteNumber("edition", number);
        Text(json, "from", StoryText.Instant(view.From));
        Text(json, "to", StoryText.Instant(view.To));
        Text(json, "updated", StoryText.Instant(view.UpdatedAt));
        json.WriteNumber("omitted", view.Omitted);
        json.WriteStartArray("groups");
        foreach (var group in view.Groups)
        {
            json.WriteStartObject();
            Optional(json, "title", group.Title);
            json.WriteStartArray("stories");
            foreach (var story in group.Stories)
                Story(json, story);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Corrections(json, view);
        json.WriteEndObject();
    }

    private static void Corrections(Utf8JsonWriter json, DigestView view)
    {
        json.WriteStartArray("corrections");
        foreach (var correction in view.Corrections)
        {
            json.WriteStartObject();
            json.WriteNumber("story", correction.StoryId);
            Optional(json, "wasTitle", correction.WasTitle);
            json.WriteStartObject("now");
            Item(json, correction.Now);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Story(Utf8JsonWriter json, DigestStory story)
    {
        json.WriteStartObject();
        json.WriteNumber("id", story.Id);
        json.WriteNumber("rank", story.Rank);
        json.WriteNumber("score", Math.Round(story.Score, 4));
        json.WriteNumber("outlets", story.Outlets);
        Text(json, "why", story.Why);
        json.WriteStartObject("lead");
        Item(json, story.Lead);
        json.WriteEndObject();
        Items(json, "alsoIn", story.AlsoIn);
        json.WriteStartArray("related");
        foreach (var item in story.Related)
        {
            json.WriteStartObject();
            json.WriteNumber("story", item.StoryId);
            Item(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Items(Utf8JsonWriter json, string name, IReadOnlyList<ItemSummary> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            Item(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Item(Utf8JsonWriter json, ItemSummary item)
    {
        json.WriteNumber("id", item.Id);
        Text(json, "feed", item.FeedId);
        Text(json, "outlet", item.FeedName);
        Text(json, "title", item.Title);
        Optional(json, "url", WebLink.OrNull(item.Link));
        Text(json, "excerpt", item.Excerpt);
        Optional(json, "author", item.Author);
        Optional(json, "language", item.Language);
        Optional(json, "image", WebLink.OrNull(item.ImageUrl));
        json.WriteStartArray("tags");
        foreach (var tag in item.FeedTags)
            json.WriteStringValue(PlainCharacters.Clean(tag));
        json.WriteEndArray();
        Optional(json, "published", item.Published is { } at ? StoryText.Instant(at) : null);
        Text(json, "newsAt", StoryText.Instant(item.NewsAt));
        Text(json, "seenAt", StoryText.Instant(item.SeenAt));
        Optional(json, "changedAt", item.ChangedAt is { } changed ? StoryText.Instant(changed) : null);
    }

    internal static void Text(Utf8JsonWriter json, string name, string value) => json.WriteString(name, PlainCharacters.Clean(value));

    internal static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Text(json, name, value);
    }
}
