using FeedAggregator.Cleaning;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;

namespace FeedAggregator.Polling;

/// <summary>
/// Reads the pages of new items, where the admin wants a feed's full text, before the items are stored: one page after another, through the same fetcher, and so with the same
/// manners, limits and guard as feeds. What a page does not bring, the feed's own text does; no page can make a poll fail.
/// </summary>
public sealed class ReadArticles(FeedFetcher fetcher, TimeProvider clock)
{
    /// <summary>The most pages read for one poll.</summary>
    public const int MostPages = 20;

    /// <summary>The longest a poll is held up by them.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(45);

    /// <summary>An entry with more text than this, in UTF-16 code units, needs no page.</summary>
    private const int EnoughText = 2000;

    /// <summary>An item whose words change again and again is not worth its page every time.</summary>
    private const int MostRevisions = 3;

    internal async Task<SortedEntries> RunAsync(ClaimedFeed claim, FetchResult.Document feed, SortedEntries sorted, CancellationToken ct)
    {
        var wanted = Wanted(claim, sorted);
        if (wanted.Count == 0)
        {
            return sorted;
        }
        using var budget = new CancellationTokenSource(Budget, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, budget.Token);
        var read = new Dictionary<Entry, Article>(ReferenceEqualityComparer.Instance);
        string? trouble = null;
        foreach (var entry in wanted)
        {
            var (article, why) = await ReadAsync(new Uri(entry.Item.Link!), feed.Facts.FromOutside, both.Token, ct);
            trouble ??= why;
            if (article is not null)
            {
                read[entry] = article;
            }
        }
        return WithPages(sorted, read) with { PageTrouble = Trouble(wanted.Count - read.Count, wanted.Count, trouble) };
    }

    /// <summary>The entry's page is worth reading.</summary>
    internal static bool Wants(Feed feed, Entry entry) =>
        feed.FullText && entry.Text.Length < EnoughText && Uri.TryCreate(entry.Item.Link, UriKind.Absolute, out _);

    /// <summary>Not the backlog: nobody is sent it, and a publisher should not pay for a subscription with a page for each old item.</summary>
    private static List<Entry> Wanted(ClaimedFeed claim, SortedEntries sorted) =>
        claim.State.LastSuccessAt is null
            ? []
            :
            [
                .. sorted
                    .New.Concat(sorted.Changed.Select(x => x.Entry).Where(x => x.Revisions < MostRevisions))
                    .Where(x => Wants(claim.Feed, x))
                    .Take(MostPages),
            ];

    /// <returns>The article, or why there is none.</returns>
    private async Task<(Article?, string?)> ReadAsync(Uri link, bool fromOutside, CancellationToken within, CancellationToken ct)
    {
        var request = new FetchRequest
        {
            Url = link,
            Page = true,
            FromOutside = fromOutside,
        };
        try
        {
            return await fetcher.FetchAsync(request, within) switch
            {
                FetchResult.Document page when page.ContentType?.Contains("html", StringComparison.OrdinalIgnoreCase) ?? true =>
                    ArticleExtractor.Extract(PageText.Decode(page.Body, page.ContentType), page.Facts.FinalUrl.AbsoluteUri) is { } article
                        ? (Named(article, page.Facts.FinalUrl), null)
                        : (null, $"No article was found on {link}."),
                FetchResult.Failed failed => (null, failed.Text),
                _ => (null, $"{link} is no web page."),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, $"There was no time left for {link}.");
        }
    }

    /// <summary>
    /// A canonical address above the page is that of its section, a common mistake: it would make one story of what two feeds of a publisher bring. What is really
    /// the same is still found by its words.
    /// </summary>
    private static Article Named(Article article, Uri page) =>
        Uri.TryCreate(article.CanonicalUrl, UriKind.Absolute, out var canonical) && IsAbove(canonical, page)
            ? article with
            {
                CanonicalUrl = null,
            }
            : article;

    private static bool IsAbove(Uri canonical, Uri page)
    {
        var (above, path) = (canonical.AbsolutePath.TrimEnd('/'), page.AbsolutePath.TrimEnd('/'));
        return canonical.Host == page.Host && canonical.Query.Length == 0 && path.StartsWith(above + "/", StringComparison.Ordinal);
    }

    /// <summary>A canonical address that several pages claim names none of them.</summary>
    private static SortedEntries WithPages(SortedEntries sorted, Dictionary<Entry, Article> read)
    {
        var claimed = read.Values.CountBy(x => x.CanonicalUrl ?? "").ToDictionary();
        Entry Paged(Entry entry) =>
            read.GetValueOrDefault(entry) is not { } article ? entry
            : claimed[article.CanonicalUrl ?? ""] == 1 ? entry with { Page = article }
            : entry with { Page = article with { CanonicalUrl = null } };
        return sorted with { New = [.. sorted.New.Select(Paged)], Changed = [.. sorted.Changed.Select(x => (Paged(x.Entry), x.ItemId))] };
    }

    private static string? Trouble(int missing, int of, string? why) =>
        missing == 0 ? null : $"{missing} of {of} pages gave no text; the feed's own was kept. {why}";
}
