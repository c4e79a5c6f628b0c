using System.Text.Json;

namespace FeedAggregator.Parsing.Formats;

/// <summary>Properties of a JSON object that may be missing or of another type.</summary>
internal static class JsonText
{
    /// <summary>A string or a number as text, trimmed; null for everything else and for nothing.</summary>
    public static string? AsText(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Decoded(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public static string? Text(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? AsText(value) : null;

    /// <summary>The elements of an array; one object instead of an array counts as a list of one.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object or JsonValueKind.String => [value],
            _ => [],
        };
    }

    /// <summary>A string with half of a surrogate pair is valid JSON, but no text.</summary>
    private static string? Decoded(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
