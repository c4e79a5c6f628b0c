using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>Compares what a database holds with what publishers and mail server saw.</summary>
internal static class CrashAudit
{
    private const int RecordsKept = 64;
    private const int All = 10_000;

    /// <summary>What must hold at any time, cheap enough to be asked after each kill.</summary>
    public static async Task QuickAsync(IStore store, CrashNews news, string when, bool thorough)
    {
        var statistics = await store.Maintenance.StatisticsAsync(default);
        var feeds = await store.Feeds.ListAsync(default);
        Hold(statistics.Items == feeds.Sum(feed => feed.Items), $"{when}: the feeds' counts do not add up to {statistics.Items} items.");
        Hold(statistics.Tombstones == 0, $"{when}: {statistics.Tombstones} identities without an item.");
        // Now, not in the end: what was lost here could come again with the feed's next document.
        var items = new CrashReport();
        foreach (var feed in feeds)
            items = await AddAsync(items, store, news, feed);
        Hold(items.LostItems + items.DoubledItems + items.WrongRecords == 0, $"{when}: {items}");
        if (!thorough)
            return;
        var problems = await store.Maintenance.CheckAsync(default);
        Hold(problems.Count == 0, $"{when}: {string.Join(' ', problems)}");
    }

    public static async Task<CrashReport> FullAsync(IStore store, CrashNews news, IReadOnlyList<ReceivedMail> mails)
    {
        var report = new CrashReport { Polls = news.Requests, NotModified = news.NotModified };
        foreach (var feed in await store.Feeds.ListAsync(default))
            report = await AddAsync(report, store, news, feed);
        report = await AddAsync(report, store, mails);
        return report with { Problems = await store.Maintenance.CheckAsync(default) };
    }

    private static async Task<CrashReport> AddAsync(CrashReport report, IStore store, CrashNews news, FeedOverview feed)
    {
        var number = int.Parse(feed.Feed.Id.AsSpan("feed-".Length), System.Globalization.CultureInfo.InvariantCulture);
        var titles = (await store.Items.SelectAsync(new ItemQuery { Feeds = [feed.Feed.Id], Limit = All }, default))
            .Select(item => item.Title)
            .ToList();
        var acknowledged = news.Acknowledged(number);
        var there = titles.ToHashSet();
        var records = await store.Feeds.RecentPollsAsync(feed.Feed.Id, RecordsKept, default);
        // Every item came with a poll whose record was stored with it; older records are no longer kept.
        var recordsAgree = records.Count == RecordsKept || records.Sum(record => record.ItemsNew) == titles.Count;
        return report with
        {
            Acknowledged = report.Acknowledged + acknowledged,
            Items = report.Items + titles.Count,
            LostItems = report.LostItems + Enumerable.Range(1, acknowledged).Count(i => !there.Contains(CrashNews.TitleOf(number, i))),
            DoubledItems = report.DoubledItems + titles.Count - there.Count,
            Records = report.Records + records.Count,
            WrongRecords = report.WrongRecords + (recordsAgree ? 0 : 1),
        };
    }

    private static async Task<CrashReport> AddAsync(CrashReport report, IStore store, IReadOnlyList<ReceivedMail> mails)
    {
        var records = (await store.Outbox.ListAsync(null, 1_000_000, default))
            .Where(record => record.Kind == DeliveryKind.Edition)
            .ToList();
        var arrived = mails.GroupBy(mail => (mail.To, Id: mail.Header("Message-ID"))).ToList();
        var arrivedAt = arrived.GroupBy(mail => mail.Key.To).ToDictionary(x => x.Key, x => x.Count());
        var sentTo = records
            .Where(record => record.State == DeliveryState.Sent)
            .GroupBy(record => record.Target)
            .ToDictionary(x => x.Key, x => x.Count());
        var readers = (await store.Subscriptions.ListAsync(null, default)).GroupBy(x => x.Digest).ToDictionary(x => x.Key, x => x.Count());
        var (editions, gaps, expected) = (0, 0, 0);
        foreach (var digest in readers)
        {
            var numbers = (await store.Editions.ListAsync(digest.Key, null, 1000, withSkipped: false, default))
                .Select(x => x.Number!.Value)
                .Order();
            var found = numbers.ToList();
            editions += found.Count;
            gaps += found.Where((n, i) => n != i + 1).Count();
            expected += found.Count * digest.Value;
        }
        return report with
        {
            Editions = editions,
            EditionGaps = gaps,
            Deliveries = records.Count,
            WrongDeliveries = Math.Abs(expected - records.Count),
            Unsent = records.Count(record => record.State != DeliveryState.Sent),
            Mails = arrived.Count,
            LostMails = sentTo.Sum(x => Math.Max(0, x.Value - arrivedAt.GetValueOrDefault(x.Key))),
            ForgottenMails = arrivedAt.Sum(x => Math.Max(0, x.Value - sentTo.GetValueOrDefault(x.Key))),
            DoubledMails = arrived.Sum(mail => mail.Count() - 1),
            Doubts = records.Sum(record => record.Doubts),
        };
    }

    private static void Hold(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }
}

/// <summary>What was found.</summary>
internal sealed record CrashReport
{
    public long Polls { get; init; }
    public long NotModified { get; init; }

    /// <summary>Items whose document's validator came back to the publisher.</summary>
    public int Acknowledged { get; init; }
    public int Items { get; init; }
    public int LostItems { get; init; }
    public int DoubledItems { get; init; }
    public int Records { get; init; }

    /// <summary>Feeds whose records name another number of new items than there are.</summary>
    public int WrongRecords { get; init; }
    public int Editions { get; init; }
    public int EditionGaps { get; init; }
    public int Deliveries { get; init; }

    /// <summary>Too few or too many for the editions and their readers.</summary>
    public int WrongDeliveries { get; init; }
    public int Unsent { get; init; }

    /// <summary>Different mails that arrived.</summary>
    public int Mails { get; init; }

    /// <summary>Recorded as sent, but they never arrived.</summary>
    public int LostMails { get; init; }

    /// <summary>They arrived, but no record says that they were sent.</summary>
    public int ForgottenMails { get; init; }
    public int DoubledMails { get; init; }

    /// <summary>Times the service knew that it was sending again in doubt: a kill between the server's answer and the record.</summary>
    public int Doubts { get; init; }
    public IReadOnlyList<string> Problems { get; init; } = [];

    public bool Sound =>
        LostItems + DoubledItems + WrongRecords + EditionGaps + WrongDeliveries + Unsent + LostMails + ForgottenMails == 0
        && DoubledMails <= Doubts
        && Problems.Count == 0
        && Acknowledged > 0
        && Mails > 0;

    public override string ToString() =>
        $"""
              polls answered       {Polls}, {NotModified} of them with 304
              items                {Items}, {Acknowledged} of them acknowledged: {LostItems} lost, {DoubledItems} doubled
              poll records         {Records}, of {WrongRecords} feeds they disagree with the items
              editions             {Editions}, {EditionGaps} gaps in their numbers
              deliveries           {Deliveries}, {WrongDeliveries} too few or too many, {Unsent} not sent
              mails                {Mails}: {LostMails} recorded and never arrived, {ForgottenMails} arrived and not recorded
              mails twice          {DoubledMails}, within {Doubts} sent again in doubt (SMTP's gap)
              integrity check      {(Problems.Count == 0 ? "passed" : string.Join("; ", Problems))}
              {(Sound ? "SOUND" : "NOT SOUND")}
            """;
}
