using System.Diagnostics;
using System.Text.Json;
using FeedAggregator.Parsing;

namespace FeedAggregator.Service.Commands;

/// <summary>The parser for other programs: JSON requests on lines of one stream, JSON answers on lines of another.</summary>
internal static class ParseContract
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Answers each line with one line, until the input ends.</summary>
    /// <returns>The exit code, 0.</returns>
    public static int RunBatch(Stream input, Stream output)
    {
        using var lines = new StreamReader(input);
        while (lines.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using (var writer = new Utf8JsonWriter(output, Compact))
                Answer(line, writer);
            output.WriteByte((byte)'\n');
            output.Flush();
        }
        return 0;
    }

    /// <summary>One document as JSON, its HTML made safe.</summary>
    public static void WriteJson(Utf8JsonWriter writer, ParseResult result)
    {
        if (result is ParseResult.Parsed(var feed))
            FeedJson.Write(writer, feed);
        else
            WriteError(writer, ((ParseResult.NotAFeed)result).Reason);
    }

    /// <summary>The same for people.</summary>
    public static string Describe(ParseResult result) => FeedSummary.Describe(result);

    // The boundary of one request: a bad one is answered, and the next is served.
    private static void Answer(string line, Utf8JsonWriter writer)
    {
        try
        {
            using var request = JsonDocument.Parse(line);
            if (request.RootElement.TryGetProperty("bench", out var bench))
                Bench(bench, writer);
            else
                WriteJson(writer, Parse(request.RootElement));
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            WriteError(writer, e.Message);
        }
    }

    private static void WriteError(Utf8JsonWriter writer, string reason)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok", false);
        writer.WriteString("error", reason);
        writer.WriteEndObject();
    }

    private static ParseResult Parse(JsonElement request)
    {
        var headers = request.TryGetProperty("headers", out var given) ? given : default;
        var context = new DocumentContext
        {
            Url = Uri.TryCreate(Text(request, "url"), UriKind.Absolute, out var url) ? url : null,
            ContentType = Text(request, "contentType"),
            ContentLocation = Text(headers, "Content-Location"),
            ContentLanguage = Text(headers, "Content-Language"),
        };
        return FeedParser.Parse(File.ReadAllBytes(request.GetProperty("path").GetString()!), context);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static void Bench(JsonElement request, Utf8JsonWriter writer)
    {
        var documents = request.GetProperty("paths").EnumerateArray().Select(p => File.ReadAllBytes(p.GetString()!)).ToList();
        var rounds = request.GetProperty("rounds").GetInt32();
        var (items, failed) = (0, 0);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var wall = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++)
        {
            (items, failed) = (0, 0);
            foreach (var document in documents)
            {
                if (FeedParser.Parse(document, DocumentContext.None) is ParseResult.Parsed(var feed))
                    items += feed.Items.Count;
                else
                    failed++;
            }
        }
        wall.Stop();
        process.Refresh();
        writer.WriteStartObject();
        writer.WriteNumber("wallSeconds", wall.Elapsed.TotalSeconds);
        writer.WriteNumber("cpuSeconds", (process.TotalProcessorTime - cpu).TotalSeconds);
        writer.WriteNumber("items", items);
        writer.WriteNumber("failed", failed);
        writer.WriteEndObject();
    }
}
