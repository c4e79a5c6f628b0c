using System.Text.Json;
using FeedAggregator.Configuration;

namespace FeedAggregator.Tests.Configuration;

/// <summary>The schema that editors use says what the loader says.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = AppContext.BaseDirectory;
    private static readonly JsonElement Schema = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Folder, "config", "feeds.schema.json")))
        .RootElement;

    public static TheoryData<string> Places => ["root", "defaults", "feed", "digest"];

    [Theory]
    [MemberData(nameof(Places))]
    public void The_loader_takes_exactly_the_keys_of_the_schema(string place)
    {
        var keys = Keys(place);

        var known = KeysOfLoader(place);

        Assert.Equal(known.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_default_and_example_of_the_schema_is_accepted()
    {
        foreach (var place in new[] { "defaults", "feed", "digest" })
        {
            foreach (var (key, value) in Samples(place))
            {
                var file = FeedsFile.Parse(With(place, key, value), "feeds.yaml");

                Assert.All(file.Problems, x => Assert.False(x.Fatal, $"{place}: {key}: {value}: {x.Message}"));
            }
        }
    }

    [Fact]
    public void Every_default_of_a_digest_is_the_loaders()
    {
        var plain = Assert.Single(FeedsFile.Parse("digests:\n  - name: sample", "feeds.yaml").Digests);

        foreach (var property in Properties("digest").EnumerateObject().Where(x => x.Value.TryGetProperty("default", out _)))
        {
            var value = property.Value.GetProperty("default").ToString();
            var file = FeedsFile.Parse(With("digest", property.Name, value), "feeds.yaml");
            Assert.Equivalent(plain, Assert.Single(file.Digests) with { Schedule = null }, strict: true);
        }
    }

    [Theory]
    [InlineData("config/feeds.yaml")]
    [InlineData("seeds/demo/feeds.yaml")]
    public void Our_own_files_are_free_of_problems(string path)
    {
        var yaml = File.ReadAllText(Path.Combine(Folder, path)).Replace("{publisher}", "127.0.0.1", StringComparison.Ordinal);

        var file = FeedsFile.Parse(yaml, path);

        Assert.NotEmpty(file.Feeds);
        Assert.Empty(file.Problems);
    }

    /// <summary>A key nobody knows makes the loader say which ones there are.</summary>
    private static string[] KeysOfLoader(string place)
    {
        const string stranger = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";
        var file = FeedsFile.Parse(With(place, stranger, "1"), "feeds.yaml");
        var complaint = Assert.Single(file.Problems, x => x.Message.Contains(stranger, StringComparison.Ordinal)).Message;
        return complaint.Split("there are: ")[1].Split(", ");
    }

    private static string[] Keys(string place) => [.. Properties(place).EnumerateObject().Select(x => x.Name)];

    private static JsonElement Properties(string place) =>
        place switch
        {
            "root" => Schema.GetProperty("properties"),
            "defaults" => Schema.GetProperty("properties").GetProperty("defaults").GetProperty("properties"),
            _ => Schema.GetProperty("$defs").GetProperty(place).GetProperty("properties"),
        };

    private static IEnumerable<(string Key, string Value)> Samples(string place)
    {
        foreach (var property in Properties(place).EnumerateObject())
        {
            JsonElement[] sources = property.Value.TryGetProperty("$ref", out var other)
                ? [property.Value, Schema.GetProperty("$defs").GetProperty(other.GetString()!.Split('/')[^1])]
                : [property.Value];
            foreach (var source in sources)
            {
                if (source.TryGetProperty("default", out var usual))
                    yield return (property.Name, usual.GetRawText());
                if (source.TryGetProperty("examples", out var examples))
                    foreach (var example in examples.EnumerateArray())
                        yield return (property.Name, example.GetRawText());
                if (source.TryGetProperty("enum", out var choices))
                    foreach (var choice in choices.EnumerateArray())
                        yield return (property.Name, choice.GetRawText());
            }
        }
    }

    private static string With(string place, string key, string value) =>
        place switch
        {
            "root" => $"{key}: {value}",
            "defaults" => $"defaults:\n  {key}: {value}",
            "feed" => key == "url" ? $"feeds:\n  - url: {value}" : $"feeds:\n  - url: https://example.org/feed\n    {key}: {value}",
            _ when key == "name" => $"digests:\n  - name: {value}",
            _ when key == "time-zone" => $"digests:\n  - name: sample\n    schedule: 0 7 * * *\n    {key}: {value}",
            _ => $"digests:\n  - name: sample\n    {key}: {value}",
        };
}
