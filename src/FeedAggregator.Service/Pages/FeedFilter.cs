using FeedAggregator.Feeds;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>Which feeds the page of feeds shows: those an admin asks for, the troubled first, a page at a time. Pure.</summary>
/// <param name="Query">Words in name, address or tags; empty for all.</param>
/// <param name="OnlyTroubled">Only what an admin should look at.</param>
/// <param name="Page">From 1; another is taken for the nearest there is.</param>
internal sealed record FeedFilter(string Query = "", bool OnlyTroubled = false, int Page = 1)
{
    /// <summary>A page of so many rows stays below 50 kB.</summary>
    public const int PageSize = 60;

    public static bool IsTroubled(FeedOverview feed) =>
        feed.Feed.Enabled && feed.State.Status is FeedStatus.Failing or FeedStatus.Stale or FeedStatus.Gone;

    public FeedSelection Of(IReadOnlyList<FeedOverview> feeds)
    {
        var words = Query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = feeds
            .Where(x => (!OnlyTroubled || IsTroubled(x)) && Array.TrueForAll(words, word => Has(x, word)))
            .OrderBy(Urgency)
            .ThenBy(x => FeedAnswer.NameOf(x), StringComparer.OrdinalIgnoreCase)
            .ToList();
        var pages = Math.Max(1, (found.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(Page, 1, pages);
        return new FeedSelection([.. found.Skip((page - 1) * PageSize).Take(PageSize)], found.Count, page, pages);
    }

    /// <summary>The address that shows another page of the same selection, or another selection.</summary>
    public string Url()
    {
        List<string> parts = [];
        if (Query.Length > 0)
        {
            parts.Add($"q={Uri.EscapeDataString(Query)}");
        }
        if (OnlyTroubled)
        {
            parts.Add("state=trouble");
        }
        if (Page > 1)
        {
            parts.Add(FormattableString.Invariant($"page={Page}"));
        }
        return parts.Count == 0 ? "/feeds" : "/feeds?" + string.Join('&', parts);
    }

    private static bool Has(FeedOverview feed, string word) =>
        FeedAnswer.NameOf(feed).Contains(word, StringComparison.OrdinalIgnoreCase)
        || feed.Feed.Url.Contains(word, StringComparison.OrdinalIgnoreCase)
        || feed.Feed.Tags.Any(x => x.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What has been failing for long before what has just begun to; then what is silent or new; what is switched off last.</summary>
    private static int Urgency(FeedOverview feed) =>
        !feed.Feed.Enabled
            ? 6
            : feed.State.Status switch
            {
                FeedStatus.Gone => 0,
                FeedStatus.Stale => 1,
                FeedStatus.Failing => 2,
                FeedStatus.New => 4,
                _ => feed.State.SilentSince is null ? 5 : 3,
            };
}

/// <param name="Found">On all pages.</param>
internal sealed record FeedSelection(IReadOnlyList<FeedOverview> Feeds, int Found, int Page, int Pages);
