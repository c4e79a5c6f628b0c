using System.Text;
using System.Text.Json;
using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as JSON Feed 1.1 (jsonfeed.org/version/1.1), one item a story.</summary>
public static class DigestJsonFeed
{
    public static string Write(DigestView view, PageFrame frame)
    {
        var words = FrameLanguage.For(view.Language);
        return Feed(
            (view.Title, view.Description),
            frame,
            words,
            json =>
            {
                foreach (var story in view.Stories)
                    Story(json, story, frame, words);
            }
        );
    }

    /// <summary>The digest as a feed of its editions, one item an edition; the edition's page is at the frame's page, a slash and its number.</summary>
    /// <param name="editions">Newest first.</param>
    public static string Editions(DigestDefinition definition, IReadOnlyList<PublishedEdition> editions, PageFrame frame) =>
        Feed(
            (definition.DisplayTitle, definition.Description),
            frame,
            FrameLanguage.For(definition.Language),
            json =>
            {
                foreach (var edition in editions)
                    Edition(json, edition, frame);
            }
        );

    private static string Feed((string Title, string? Description) head, PageFrame frame, FrameLanguage words, Action<Utf8JsonWriter> items)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, DigestJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            DigestJson.Text(json, "title", head.Title);
            DigestJson.Optional(json, "description", head.Description);
            DigestJson.Text(json, "home_page_url", frame.Absolute(frame.HtmlUrl));
            if (frame.JsonFeedUrl is { } self)
                DigestJson.Text(json, "feed_url", frame.Absolute(self));
            DigestJson.Text(json, "language", words.Tag);
            json.WriteStartArray("items");
            items(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Edition(Utf8JsonWriter json, PublishedEdition edition, PageFrame frame)
    {
        var words = FrameLanguage.For(edition.View.Language);
        json.WriteStartObject();
        json.WriteString("id", AtomIds.Edition(frame, edition.View.Name, edition.Number));
        DigestJson.Text(json, "url", EditionContent.Url(edition, frame));
        DigestJson.Text(json, "title", EditionContent.Title(edition.View, frame, words));
        DigestJson.Text(json, "content_html", EditionContent.Of(edition.View, words).Value);
        DigestJson.Text(json, "date_published", StoryText.Instant(edition.FrozenAt));
        DigestJson.Text(json, "language", words.Tag);
        json.WriteEndObject();
    }

    private static void Story(Utf8JsonWriter json, DigestStory story, PageFrame frame, FrameLanguage words)
    {
        var lead = story.Lead;
        json.WriteStartObject();
        json.WriteString("id", AtomIds.Story(frame, story.Id));
        DigestJson.Optional(json, "url", WebLink.OrNull(lead.Link));
        DigestJson.Text(json, "title", StoryText.Title(lead, words));
        DigestJson.Text(json, "content_html", StoryContent.Of(story, words).Value);
        DigestJson.Optional(json, "summary", PlainCharacters.OneLine(lead.Excerpt));
        DigestJson.Optional(json, "image", WebLink.OrNull(lead.ImageUrl));
        DigestJson.Text(json, "date_published", StoryText.Instant(lead.Published ?? lead.NewsAt));
        DigestJson.Text(json, "date_modified", StoryText.Updated(story));
        json.WriteStartArray("authors");
        json.WriteStartObject();
        DigestJson.Text(json, "name", StoryContent.AuthorOf(lead));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("tags");
        foreach (var tag in lead.FeedTags)
            json.WriteStringValue(PlainCharacters.OneLine(tag));
        json.WriteEndArray();
        if (lead.Language is not null)
            DigestJson.Text(json, "language", StoryText.ForeignLanguage(lead, words) ?? words.Tag);
        json.WriteEndObject();
    }
}
