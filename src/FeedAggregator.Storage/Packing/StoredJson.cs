using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FeedAggregator.Storage.Packing;

/// <summary>
/// Values kept whole as JSON. Members a later version added are passed over, ones an earlier version did not have keep their defaults:
/// that is why this is not generated source, which sets absent init-only members to null (seen with .NET 10).
/// </summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <param name="what">Names the value, should it be damaged.</param>
    public static T Read<T>(string text, string what) => Read(() => JsonSerializer.Deserialize<T>(text, Options), what);

    public static T Read<T>(byte[] text, string what) => Read(() => JsonSerializer.Deserialize<T>(text, Options), what);

    /// <summary>With a seal behind it, for a row that has none of its own.</summary>
    public static string SealedText<T>(T value)
    {
        var text = Text(value);
        return $"{text}\n{new Seal().Add(text).Number:x8}";
    }

    /// <summary>What <see cref="SealedText"/> wrote. A text without a seal is of a version that wrote none.</summary>
    public static T ReadSealed<T>(string text, string what)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0)
            return Read<T>(text, what);
        return text[(end + 1)..] == $"{new Seal().Add(text[..end]).Number:x8}"
            ? Read<T>(text[..end], what)
            : throw StoreDamage.Of($"{what} does not match its checksum");
    }

    private static T Read<T>(Func<T?> read, string what)
    {
        try
        {
            return read() ?? throw StoreDamage.Of($"{what} is empty");
        }
        catch (JsonException exception)
        {
            throw StoreDamage.Of($"{what} is unreadable", exception);
        }
    }
}
