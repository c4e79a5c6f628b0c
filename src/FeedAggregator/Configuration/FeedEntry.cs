using FeedAggregator.Feeds;

namespace FeedAggregator.Configuration;

/// <summary>One entry under <c>feeds:</c>.</summary>
internal static class FeedEntry
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    public static readonly Feed NoDefaults = new() { Id = "", Url = "" };

    public static Feed Defaults(YamlMap map)
    {
        var defaults = Settings(map, NoDefaults);
        map.RejectUnknown();
        return defaults;
    }

    public static IReadOnlyList<Feed> ReadAll(YamlMap root, Feed defaults)
    {
        var feeds = new List<Feed>();
        var lineOfId = new Dictionary<string, int>(StringComparer.Ordinal);
        var lineOfUrl = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in root.Maps("feeds", "feed"))
        {
            if (Read(entry, defaults) is not { } feed)
            {
                continue;
            }
            if (!lineOfUrl.TryAdd(feed.Url, entry.Line))
            {
                entry.Report(
                    entry.Line,
                    $"this address is in line {lineOfUrl[feed.Url]} already; the entry is left out, remove one of them",
                    fatal: false
                );
                continue;
            }
            if (!lineOfId.TryAdd(feed.Id, entry.Line))
            {
                entry.Report(
                    entry.Line,
                    $"the feed in line {lineOfId[feed.Id]} has the id \"{feed.Id}\" too; give one of them another \"id:\""
                );
                continue;
            }
            feeds.Add(feed);
        }
        return feeds;
    }

    private static Feed? Read(YamlMap map, Feed defaults)
    {
        var feed = Settings(map, defaults);
        var (id, name, url, enabled) = (map.Text("id"), map.Text("name"), map.Text("url"), map.Flag("enabled"));
        map.RejectUnknown();
        if (url is null)
        {
            map.Report(map.Line, "a feed needs its address: \"url: https://...\"");
            return null;
        }
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || (address.Scheme != "http" && address.Scheme != "https")
            || address.Host.Length == 0
        )
        {
            map.Report(map.LineOf("url"), $"url: \"{url}\" must be an address that starts with http:// or https://");
            return null;
        }
        if (address.UserInfo.Length > 0)
        {
            map.Report(map.LineOf("url"), "url: keep names and passwords out of the address; use \"headers:\" with env:NAME or file:PATH");
            return null;
        }
        if (id is not null && !FeedIds.IsValid(id))
        {
            map.Report(
                map.LineOf("id"),
                $"id: \"{id}\" must be lower-case letters, digits and single hyphens, at most {FeedIds.MaxLength}"
            );
            return null;
        }
        return feed with { Id = id ?? FeedIds.From(address), Url = address.AbsoluteUri, Name = name, Enabled = enabled ?? true };
    }

    private static Feed Settings(YamlMap map, Feed defaults)
    {
        var feed = defaults with
        {
            Tags = map.Texts("tags") ?? defaults.Tags,
            Language = map.Text("language") ?? defaults.Language,
            Interval = map.Duration("interval") ?? defaults.Interval,
            MaxInterval = map.Duration("max-interval") ?? defaults.MaxInterval,
            Weight = map.Number("weight") ?? defaults.Weight,
            FullText = map.Flag("full-text") ?? defaults.FullText,
            Headers = map.TextMap("headers") ?? defaults.Headers,
        };
        if (feed.Interval < ShortestInterval)
        {
            map.Report(map.LineOf("interval"), $"interval: {Durations.Format(feed.Interval)} would be impolite; one minute is the least");
        }
        if (feed.MaxInterval < feed.Interval)
        {
            map.Report(
                map.LineOf("max-interval"),
                $"max-interval ({Durations.Format(feed.MaxInterval)}) must not be below interval ({Durations.Format(feed.Interval)})"
            );
        }
        if (!(feed.Weight > 0 && feed.Weight <= 100))
        {
            map.Report(map.LineOf("weight"), "weight: must be above 0 and at most 100; 1 is usual");
        }
        foreach (var tag in feed.Tags.Where(x => !FeedIds.IsValid(x)))
        {
            map.Report(map.LineOf("tags"), $"tags: \"{tag}\" must be lower-case letters, digits and single hyphens");
        }
        return feed;
    }
}
