using FeedAggregator.Cleaning;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Parsing;
using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator.Polling;

/// <summary>What a poll changes, decided from what was fetched and what is known. Pure.</summary>
internal static class PollPlans
{
    public static FetchRequest Request(ClaimedFeed claim, DateTimeOffset now) =>
        new()
        {
            Url = Address(claim.Feed, claim.State),
            Validators = claim.State.Watch.Sends(now) ? claim.State.Validators : Validators.None,
            ValidatorsFrom = claim.State.FinalUrl is { } answered ? new Uri(answered) : null,
            LastBodyHash = claim.State.BodyHash,
            Headers = claim.Feed.Headers,
        };

    /// <summary>Why a feed is not asked out of turn unless a person insists; null when nothing stands against it.</summary>
    public static string? WhyNotAsk(FeedState state, DateTimeOffset now) =>
        state.Status == FeedStatus.Gone ? "The publisher said twice that the feed is gone (410)."
        : state.RetryAfter > now ? $"The server asked to wait until {state.RetryAfter:u} (Retry-After)."
        : null;

    /// <summary>The answer to someone who asked for a poll that was not made.</summary>
    public static PollReport NotAsked(ClaimedFeed claim, DateTimeOffset now) =>
        new(
            claim.Feed,
            new PollRecord
            {
                At = now,
                Outcome = PollOutcome.Deferred,
                Text = $"{WhyNotAsk(claim.State, now)} It was not asked.",
            },
            new PollReceipt(LeaseLost: false, 0, 0)
        );

    /// <summary>The hosts that asked for quiet (429, 503), as far as their feeds' states tell, each with the longest wish.</summary>
    public static IEnumerable<(string Host, DateTimeOffset Until)> QuietHosts(IReadOnlyList<FeedOverview> feeds, DateTimeOffset now) =>
        from feed in feeds
        where feed.State.RetryAfter > now && feed.State.FailureClass is FailureClass.RateLimited or FailureClass.Http5xx
        group feed.State.RetryAfter!.Value by Address(feed.Feed, feed.State).IdnHost into host
        select (host.Key, host.Max());

    public static GuidReliability Guids(FeedState state) => new(state.GuidsKept, state.GuidsChurned);

    public static PollPlan Unchanged(ClaimedFeed claim, FetchResult.NotModified same, DateTimeOffset now) =>
        new()
        {
            Feed = claim,
            State = PollSchedule.Unchanged(claim.Feed, claim.State, same.Facts, now) with { Watch = Watch(claim.State, same, now) },
            Record = Record(PollOutcome.NotModified, same.Facts, now),
        };

    /// <summary>For pages of its items, or for the proof of a 304.</summary>
    public static bool MayAskAgain(ClaimedFeed claim, DateTimeOffset now) => claim.Feed.FullText || claim.State.Watch.Verifies(now);

    /// <summary>A document was asked for without validators, to see whether 304 was the truth, and brings news: worth one more request with them.</summary>
    public static bool CallsForProof(ClaimedFeed claim, PollPlan plan) =>
        claim.State.Watch.Verifies(plan.Record.At)
        && claim.State.Validators != Validators.None
        && plan.NewItems.Count + plan.Updates.Count > 0;

    /// <summary>The request that proves it: with the validators of a document that is no more.</summary>
    public static FetchRequest Proof(ClaimedFeed claim, DateTimeOffset now) =>
        Request(claim, now) with
        {
            Validators = claim.State.Validators,
            LastBodyHash = null,
        };

    public static PollPlan Caught(PollPlan plan, DateTimeOffset now) =>
        plan with
        {
            State = plan.State with { Watch = plan.State.Watch.Caught(now) },
            Record = plan.Record with { Text = plan.State.Watch.Caught(now).Finding(now) },
        };

    private static ValidatorWatch Watch(FeedState state, FetchResult.NotModified same, DateTimeOffset now) =>
        same.ByHash
            ? state.Watch.AfterSameBytes(
                sent: state.Validators != Validators.None && state.Watch.Sends(now),
                renewed: same.Facts.Validators != state.Validators,
                now
            )
            : state.Watch.AfterNotModified(now);

    public static PollPlan Failed(ClaimedFeed claim, FetchResult.Failed failed, DateTimeOffset now) =>
        new()
        {
            Feed = claim,
            State = PollSchedule.Failed(claim.Feed, claim.State, failed, now),
            Record = Record(PollOutcome.Error, failed.Facts, now) with { FailureClass = failed.Class, Text = failed.Text },
        };

    /// <summary>The host wants quiet: nothing was asked, and nothing is held against the feed.</summary>
    public static PollPlan Deferred(ClaimedFeed claim, FetchResult.Failed deferred, DateTimeOffset now) =>
        new()
        {
            Feed = claim,
            State = claim.State with { NextPollAt = deferred.RetryAfter ?? now + RefreshDueFeeds.Lease, NextPollReason = deferred.Text },
            Record = Record(PollOutcome.Deferred, deferred.Facts, now) with { Text = deferred.Text },
        };

    public static PollPlan WeAreOffline(ClaimedFeed claim, FetchResult.Failed failed, DateTimeOffset now) =>
        Failed(claim, failed, now) with
        {
            State = PollSchedule.WeAreOffline(claim.Feed, claim.State, now),
        };

    public static PollPlan NotAFeed(ClaimedFeed claim, FetchResult.Document page, ParseResult.NotAFeed other, DateTimeOffset now) =>
        Failed(claim, new FetchResult.Failed(ClassOf(other), NotAFeedText(page, other)) { Facts = page.Facts }, now);

    public static PollPlan Read(ClaimedFeed claim, FetchResult.Document page, ParsedFeed document, SortedEntries sorted, DateTimeOffset now)
    {
        var items = sorted.New.Select(x => New(x, document, claim, now)).ToList();
        var found = Findings(claim, document, sorted, items) with
        {
            // A delta (RFC 3229) leaves out what we have: that nothing known is in it is no gap.
            WindowReachedLastSeen = page.Delta || claim.State.LastSuccessAt is null || items.Count == 0 || items.Count < sorted.Count,
        };
        return Taken(claim, document, sorted, items, now) with
        {
            State = WithGuids(PollSchedule.Succeeded(claim.Feed, claim.State, page.Facts, found, now), sorted) with
            {
                Watch = claim.State.Watch.AfterDocument(now),
            },
            Record = Count(Record(PollOutcome.Ok, page.Facts, now), document, sorted),
            Raw = page.Delta ? null : Raw(page),
        };
    }

    /// <summary>A hub brought the document. It is taken for a part of the feed, because many hubs send only what is new.</summary>
    public static PollPlan Pushed(
        ClaimedFeed claim,
        FetchResult.Document page,
        ParsedFeed document,
        SortedEntries sorted,
        DateTimeOffset now
    )
    {
        var items = sorted.New.Select(x => New(x, document, claim, now)).ToList();
        return Taken(claim, document, sorted, items, now) with
        {
            State = WithGuids(PollSchedule.Pushed(claim.State, Findings(claim, document, sorted, items), now), sorted),
            Record = Count(Record(PollOutcome.Pushed, page.Facts, now), document, sorted),
        };
    }

    /// <summary>A hub brought something else. Nothing is held against the feed, which says nothing of its own address.</summary>
    public static PollPlan PushedNoFeed(ClaimedFeed claim, FetchResult.Document page, ParseResult.NotAFeed other, DateTimeOffset now) =>
        new()
        {
            Feed = claim,
            State = claim.State,
            Record = Record(PollOutcome.Pushed, page.Facts, now) with
            {
                FailureClass = ClassOf(other),
                Text = $"Its hub pushed no feed but {other.Reason}; it was dropped.",
            },
        };

    private static PollPlan Taken(ClaimedFeed claim, ParsedFeed document, SortedEntries sorted, List<NewItem> items, DateTimeOffset now) =>
        new()
        {
            Feed = claim,
            State = claim.State,
            Record = new PollRecord { At = now, Outcome = PollOutcome.Ok },
            NewItems = items,
            Updates =
            [
                .. sorted.Changed.Select(x => new ItemUpdate(x.ItemId, ItemIntake.Content(x.Entry, document, claim.Feed), now)
                {
                    Keys = x.Entry.KeyHashes,
                }),
            ],
        };

    private static FeedState WithGuids(FeedState state, SortedEntries sorted)
    {
        var guids = Guids(state).After(sorted.Guids.Kept, sorted.Guids.Churned);
        return state with { GuidsKept = guids.Kept, GuidsChurned = guids.Churned };
    }

    private static PollRecord Count(PollRecord record, ParsedFeed document, SortedEntries sorted) =>
        record with
        {
            ItemsSeen = sorted.Count,
            ItemsNew = sorted.New.Count,
            ItemsUpdated = sorted.Changed.Count,
            Text = sorted.PageTrouble ?? (document.Warnings.Count > 0 ? document.Warnings[0].ToString() : null),
        };

    private static Uri Address(Feed feed, FeedState state) => new(state.MovedTo ?? feed.Url);

    private static RawDocument Raw(FetchResult.Document page) =>
        new(page.Body, page.Facts.FinalUrl.AbsoluteUri, page.ContentType)
        {
            ContentLanguage = page.ContentLanguage,
            ContentLocation = page.ContentLocation,
        };

    private static NewItem New(Entry entry, ParsedFeed document, ClaimedFeed claim, DateTimeOffset now) =>
        new()
        {
            Keys = entry.KeyHashes,
            Content = ItemIntake.Content(entry, document, claim.Feed),
            SeenAt = now,
            NewsAt = NewsAt(Dated(entry.Item, document), claim.State.LastSuccessAt, now),
            Backlog = claim.State.LastSuccessAt is null,
        };

    /// <summary>An entry without a date is as old as its document: a backlog nobody dated must not look like the latest news.</summary>
    public static DateTimeOffset? Dated(ParsedItem item, ParsedFeed document) =>
        item.Published ?? item.Updated ?? document.Updated ?? document.Published;

    /// <summary>An item that was not there at the last poll became news since, whatever date it bears; of a backlog only the publisher knows.</summary>
    public static DateTimeOffset NewsAt(DateTimeOffset? dated, DateTimeOffset? lastSeen, DateTimeOffset now)
    {
        var when = dated is { } date && date < now ? date : now;
        return when < lastSeen ? lastSeen.Value : when;
    }

    private static PollFindings Findings(ClaimedFeed claim, ParsedFeed document, SortedEntries sorted, List<NewItem> items) =>
        new()
        {
            NewItemTimes = [.. items.Where(x => x.Content.Published is not null || x.Content.Updated is not null).Select(x => x.NewsAt)],
            ItemsSeen = sorted.Count,
            ItemsNew = items.Count,
            Hints = new PublisherHints
            {
                TtlMinutes = document.TtlMinutes,
                UpdatePeriodMinutes = document.UpdatePeriodMinutes,
                SkipHours = document.SkipHours,
                SkipDays =
                [
                    .. document
                        .SkipDays.Select(x => Enum.TryParse<DayOfWeek>(x, true, out var day) ? day : (DayOfWeek?)null)
                        .OfType<DayOfWeek>(),
                ],
                Title = document.Title is { } title ? (title.IsHtml ? PlainText.FromHtml(title.Value, 200) : title.Value) : null,
                SiteUrl = document.Link,
                NewUrl = document.NewUrl,
            },
        };

    private static PollRecord Record(PollOutcome outcome, FetchFacts facts, DateTimeOffset now) =>
        new()
        {
            At = now,
            Outcome = outcome,
            HttpStatus = facts.Status,
            WireBytes = facts.WireBytes,
            Duration = facts.Duration,
        };

    /// <summary>What to call a document that could not be read.</summary>
    private static FailureClass ClassOf(ParseResult.NotAFeed other) => other.IsBroken ? FailureClass.ParseError : FailureClass.NotAFeed;

    private static string NotAFeedText(FetchResult.Document page, ParseResult.NotAFeed other) =>
        $"{page.Facts.FinalUrl} is no feed but {other.Reason}; {(other.AlternateFeeds.Count > 0 ? "use the address it offers" : "check the address")}.";
}
