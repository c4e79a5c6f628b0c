using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace FeedAggregator.Service.Demo;

/// <summary>What <c>seeds/demo</c> holds: <c>sites/*.yaml</c>, the <c>wire.yaml</c> they share, and the <c>feeds.yaml</c> to poll them with.</summary>
internal sealed record DemoSeeds(IReadOnlyList<DemoSite> Sites, string FeedsYaml)
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeConverter(new DemoOffset())
        .WithTypeMapping<IReadOnlyList<DemoFeed>, List<DemoFeed>>()
        .WithTypeMapping<IReadOnlyList<DemoItem>, List<DemoItem>>()
        .WithTypeMapping<IReadOnlyList<DemoUpdate>, List<DemoUpdate>>()
        .WithTypeMapping<IReadOnlyList<string>, List<string>>()
        .WithTypeMapping<IReadOnlyDictionary<string, string>, Dictionary<string, string>>()
        .WithEnforceRequiredMembers()
        .Build();

    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="YamlDotNet.Core.YamlException">A file is not what it should be; the exception knows the line.</exception>
    public static async Task<DemoSeeds> LoadAsync(string folder, CancellationToken ct)
    {
        var wire = Yaml.Deserialize<List<DemoItem>>(await File.ReadAllTextAsync(Path.Combine(folder, "wire.yaml"), ct));
        var stories = wire.ToDictionary(story => story.Id);
        var sites = new List<DemoSite>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "sites"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var site = Yaml.Deserialize<DemoSite>(await File.ReadAllTextAsync(file, ct));
            sites.Add(
                site with
                {
                    Slug = Path.GetFileNameWithoutExtension(file),
                    Items = [.. site.Items.Select(item => item.Wire.Length == 0 ? item : Tell(stories[item.Wire], item))],
                }
            );
        }

        return new DemoSeeds(sites, await File.ReadAllTextAsync(Path.Combine(folder, "feeds.yaml"), ct));
    }

    /// <summary>A wire story as one site tells it.</summary>
    internal static DemoItem Tell(DemoItem story, DemoItem item)
    {
        var body = item.Replace.Aggregate(story.Body, (text, edit) => text.Replace(edit.Key, edit.Value, StringComparison.Ordinal));
        var paragraphs = DemoText.Paragraphs(body).Take(item.Keep);
        return item with
        {
            Id = First(item.Id, story.Id),
            Title = First(item.Title, story.Title),
            Agency = First(item.Agency, story.Agency),
            Place = First(item.Place, story.Place),
            Categories = item.Categories.Count > 0 ? item.Categories : story.Categories,
            Body = string.Join("\n\n", item.Lead.Length > 0 ? paragraphs.Skip(1).Prepend(item.Lead) : paragraphs),
        };
    }

    private static string First(string own, string fallback) => own.Length > 0 ? own : fallback;
}
