using System.Text.Json;
using System.Text.Json.Serialization;

namespace FeedAggregator.Digests;

/// <summary>
/// A frozen edition as data: every form of it can be written again from this. The format is JSON of <see cref="DigestView"/>; it may gain fields that have
/// a default, and must go on reading what older versions wrote.
/// </summary>
public static partial class EditionDocument
{
    public static string Write(DigestView view) => JsonSerializer.Serialize(view, Json.Default.DigestView);

    /// <exception cref="FormatException">It is no edition.</exception>
    public static DigestView Read(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, Json.Default.DigestView)
                ?? throw new FormatException("The document of the edition is empty.");
        }
        catch (JsonException wrong)
        {
            throw new FormatException("The document of the edition cannot be read: " + wrong.Message, wrong);
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UseStringEnumConverter = true
    )]
    [JsonSerializable(typeof(DigestView))]
    private sealed partial class Json : JsonSerializerContext;
}
