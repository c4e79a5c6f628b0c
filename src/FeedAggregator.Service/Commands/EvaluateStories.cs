using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeedAggregator.Parsing;
using FeedAggregator.Polling;
using FeedAggregator.Stories;

namespace FeedAggregator.Service.Commands;

/// <summary>`stories evaluate FILE`: groups a stream of items by the code the service runs, so that anyone can score it.</summary>
internal static class EvaluateStories
{
    private static readonly JsonWriterOptions Output = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads JSON lines {id, feed, guid, published, title, url, summary, html} in stream order, writes {"id":…,"story":…} lines.</summary>
    /// <param name="input">UTF-8.</param>
    /// <param name="output">UTF-8.</param>
    /// <param name="related">Write the event each item reports on, in whatever words, instead of the story it tells.</param>
    /// <returns>The exit code: 0.</returns>
    /// <exception cref="JsonException">A line is no JSON.</exception>
    internal static int Run(Stream input, Stream output, bool related = false)
    {
        var window = new StoryWindow();
        var events = new EventGroups(window);
        var ids = new List<string>();
        using var writer = new Utf8JsonWriter(output, Output);
        foreach (var row in Read(input))
        {
            ids.Add(row.Id);
            var fingerprint = StoryFingerprint.Of(row.Title, row.Text, row.Url);
            var story = window.Place(ids.Count, row.Feed, fingerprint, row.ArrivedAt).StoryId;
            story = related ? events.Place(ids.Count) : story;
            Write(output, writer, row.Id, ids[(int)story - 1]);
        }
        output.Flush();
        return 0;
    }

    /// <summary>The items of a stream, with the text the service would match.</summary>
    internal static IEnumerable<StreamItem> Read(Stream input)
    {
        var feeds = new Dictionary<string, long>();
        var clock = new StreamClock();
        foreach (var (line, following) in Pairs(Lines(input)))
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            var feed = Text(row, "feed") ?? "";
            var feedId = feeds.TryGetValue(feed, out var known) ? known : feeds[feed] = feeds.Count + 1;
            var arrived = clock.Arrival(Published(row), following is null ? null : Published(following));
            var (title, text) = EntryText.Of(
                new ParsedItem
                {
                    Title = Html(row, "title"),
                    Summary = Html(row, "summary"),
                    Content = Html(row, "html"),
                }
            );
            yield return new StreamItem(Text(row, "id") ?? "", feedId, title, text, Text(row, "url"), arrived);
        }
    }

    private static IEnumerable<string> Lines(Stream input)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line;
            }
        }
    }

    /// <summary>Each line with the one after it.</summary>
    private static IEnumerable<(string Line, string? Following)> Pairs(IEnumerable<string> lines)
    {
        string? held = null;
        foreach (var line in lines)
        {
            if (held is not null)
            {
                yield return (held, line);
            }
            held = line;
        }
        if (held is not null)
        {
            yield return (held, null);
        }
    }

    private static DateTimeOffset? Published(string line)
    {
        using var json = JsonDocument.Parse(line);
        return Published(json.RootElement);
    }

    private static DateTimeOffset? Published(JsonElement row) =>
        DateTimeOffset.TryParse(Text(row, "published"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    private static TextConstruct? Html(JsonElement row, string name) =>
        Text(row, name) is { } html ? new TextConstruct(html, TextConstruct.Html, null) : null;

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Write(Stream output, Utf8JsonWriter writer, string id, string story)
    {
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("story", story);
        writer.WriteEndObject();
        writer.Flush();
        output.Write("\n"u8);
    }
}

/// <summary>One line of a stream.</summary>
internal sealed record StreamItem(string Id, long Feed, string Title, string Text, string? Url, DateTimeOffset ArrivedAt);
