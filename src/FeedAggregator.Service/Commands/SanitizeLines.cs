using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FeedAggregator.Cleaning;

namespace FeedAggregator.Service.Commands;

/// <summary>Makes HTML from other programs safe with the service's own cleaner: JSON lines in, JSON lines out.</summary>
internal static class SanitizeLines
{
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Reads a line <c>{"id": …, "html": …, "base": …}</c> at a time (<c>base</c> is optional) and answers each with
    /// <c>{"id": …, "html": …}</c>, or with <c>{"id": …, "error": …}</c> when the line can't be understood. Blank lines are passed over.
    /// </summary>
    /// <returns>0 when every line was understood, else 1.</returns>
    internal static int Run(Stream input, Stream output)
    {
        var code = 0;
        using var reader = new StreamReader(input);
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using (var writer = new Utf8JsonWriter(output, Written))
                code |= Answer(line, writer);
            output.WriteByte((byte)'\n');
            output.Flush();
        }
        return code;
    }

    private static int Answer(string line, Utf8JsonWriter writer)
    {
        JsonNode? id = null;
        string? html = null;
        var error = "";
        try
        {
            var request = JsonNode.Parse(line) as JsonObject ?? throw new JsonException("The line is no JSON object.");
            id = request["id"]?.DeepClone();
            html = HtmlCleaner.Clean(Text(request, "html") ?? throw new JsonException("The line has no html."), Text(request, "base"));
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or ArgumentException)
        {
            error = bad.Message;
        }
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        if (id is null)
            writer.WriteNullValue();
        else
            id.WriteTo(writer);
        writer.WriteString(html is null ? "error" : "html", html ?? error);
        writer.WriteEndObject();
        return html is null ? 1 : 0;
    }

    private static string? Text(JsonObject request, string name) => request[name]?.GetValue<string>();
}
