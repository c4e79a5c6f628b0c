using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeedAggregator.Stories;

namespace FeedAggregator.Service.Commands;

/// <summary>`stories evaluate FILE`: groups a stream of items by the code the service runs, so that anyone can score it.</summary>
internal static partial class EvaluateStories
{
    private static readonly JsonWriterOptions Output = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads JSON lines {id, feed, guid, published, title, url, summary, html} in stream order, writes {"id":…,"story":…} lines.</summary>
    /// <returns>The exit code: 0, or 2 when a line is not such an object.</returns>
    internal static int Run(Stream input, Stream output)
    {
        var window = new StoryWindow();
        var ids = new List<string>();
        var feeds = new Dictionary<string, long>();
        using var reader = new StreamReader(input, Encoding.UTF8);
        using var writer = new Utf8JsonWriter(output, Output);
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            ids.Add(Text(row, "id") ?? ids.Count.ToString(CultureInfo.InvariantCulture));
            var feed = Text(row, "feed") ?? "";
            var feedId = feeds.TryGetValue(feed, out var known) ? known : feeds[feed] = feeds.Count + 1;
            var arrived = DateTimeOffset.Parse(Text(row, "published")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var match = window.Place(ids.Count, feedId, Fingerprint(row), arrived);
            Write(output, writer, ids[^1], ids[(int)match.StoryId - 1]);
        }
        output.Flush();
        return 0;
    }

    private static StoryFingerprint Fingerprint(JsonElement row) =>
        StoryFingerprint.Of(Plain(Text(row, "title")), Plain(Text(row, "html") ?? Text(row, "summary")), Text(row, "url"));

    private static string Plain(string? html) => html is null ? "" : WebUtility.HtmlDecode(Tags().Replace(html, " "));

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

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
