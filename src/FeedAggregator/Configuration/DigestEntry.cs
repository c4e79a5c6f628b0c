using FeedAggregator.Digests;
using FeedAggregator.Feeds;

namespace FeedAggregator.Configuration;

/// <summary>One entry under <c>digests:</c>.</summary>
internal static class DigestEntry
{
    public static IReadOnlyList<DigestDefinition> ReadAll(YamlMap root, IReadOnlyList<Feed> feeds)
    {
        var digests = new List<DigestDefinition>();
        var lineOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in root.Maps("digests", "digest"))
        {
            if (Read(entry, feeds) is not { } digest)
            {
                continue;
            }
            if (!lineOfName.TryAdd(digest.Name, entry.Line))
            {
                entry.Report(
                    entry.LineOf("name"),
                    $"the digest in line {lineOfName[digest.Name]} is called \"{digest.Name}\" too; give one of them another name"
                );
                continue;
            }
            digests.Add(digest);
        }
        return digests;
    }

    private static DigestDefinition? Read(YamlMap map, IReadOnlyList<Feed> feeds)
    {
        if (map.Text("name") is not { } name)
        {
            map.Report(map.Line, "a digest needs a name for its address: \"name: morning\"");
            return null;
        }
        var usual = new DigestDefinition { Name = name };
        var digest = usual with
        {
            Title = map.Text("title"),
            Description = map.Text("description"),
            Tags = map.Texts("tags") ?? usual.Tags,
            Feeds = map.Texts("feeds") ?? usual.Feeds,
            Languages = map.Texts("languages") ?? usual.Languages,
            IncludeWords = map.Texts("include") ?? usual.IncludeWords,
            ExcludeWords = map.Texts("exclude") ?? usual.ExcludeWords,
            MinOutlets = map.Whole("min-outlets") ?? usual.MinOutlets,
            Order = map.OneOf<DigestOrder>("order") ?? usual.Order,
            GroupBy = map.OneOf<DigestGrouping>("group-by") ?? usual.GroupBy,
            MaxStories = map.Whole("max-stories") ?? usual.MaxStories,
            MaxPerFeed = map.Whole("max-per-feed"),
            Window = map.Duration("window") ?? usual.Window,
            Settle = map.Duration("settle") ?? usual.Settle,
            HalfLife = map.Duration("half-life") ?? usual.HalfLife,
            Language = map.Text("language") ?? usual.Language,
            Schedule = Schedule(map),
        };
        map.RejectUnknown();
        Check(map, digest, feeds);
        return digest;
    }

    private static DigestSchedule? Schedule(YamlMap map)
    {
        var (cron, zone) = (map.Text("schedule"), map.Text("time-zone"));
        if (cron is null && zone is not null)
        {
            map.Report(map.LineOf("time-zone"), "time-zone: means nothing without \"schedule:\", such as \"schedule: 0 7 * * *\"");
        }
        return cron is null ? null : new DigestSchedule(cron, zone ?? "UTC");
    }

    private static void Check(YamlMap map, DigestDefinition digest, IReadOnlyList<Feed> feeds)
    {
        foreach (var problem in digest.Problems())
        {
            map.Report(map.LineOf(problem.Split([' ', ':', '\''], 2)[0]), problem);
        }
        var ids = feeds.Select(x => x.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var feed in digest.Feeds.Where(x => !ids.Contains(x)))
        {
            map.Report(map.LineOf("feeds"), $"feeds: there is no feed with the id \"{feed}\"; {Spelling.Hint(feed, ids)}");
        }
        var tags = feeds.SelectMany(x => x.Tags).ToHashSet(StringComparer.Ordinal);
        foreach (var tag in digest.Tags.Where(x => !tags.Contains(x)))
        {
            map.Report(map.LineOf("tags"), $"tags: no feed has the tag \"{tag}\"; {Spelling.Hint(tag, tags)}", fatal: false);
        }
    }
}
