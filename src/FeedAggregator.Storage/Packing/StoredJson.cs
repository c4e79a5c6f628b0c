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
