using FeedAggregator.Configuration;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Pushing;
using FeedAggregator.Storage;
using FeedAggregator.Stories;

namespace FeedAggregator.Service.Api;

/// <summary>How the feeds fare, for programs.</summary>
internal static class FeedEndpoints
{
    private const int PollsShown = 20;

    public static void Map(WebApplication app)
    {
        var feeds = app.MapGroup("/api/v1/feeds").WithTags("feeds");
        feeds.MapGet("", ListAsync).WithSummary("All feeds with their state.");
        feeds.MapGet("/{id}", OneAsync).WithSummary("One feed with its last polls.");
        feeds.MapGet("/{id}/schedule", ScheduleAsync).WithSummary("When a feed is polled next, and why.");
        feeds
            .MapPost("/{id}/poll", PollRequests.RunAsync)
            .WithSummary("Polls a feed now and tells how it fared; force=true asks even a host that wants quiet.");
        app.MapGet("/api/v1/items/{id:long}", ItemAsync).WithTags("items").WithSummary("One item with its text and what it said before.");
    }

    private static async Task<IEnumerable<FeedAnswer>> ListAsync(IFeedStore store, IHubStore hubs, TimeProvider clock, CancellationToken ct)
    {
        var pushed = (await hubs.ListAsync(null, ct)).ToLookup(x => x.FeedKey);
        return (await store.ListAsync(ct)).Select(x => FeedAnswer.Of(x) with { Push = PushAnswer.Of(pushed[x.Key], clock.GetUtcNow()) });
    }

    private static async Task<IResult> OneAsync(string id, IFeedStore store, IHubStore hubs, TimeProvider clock, CancellationToken ct) =>
        await store.FindAsync(id, ct) is not { } feed
            ? await NoSuchFeedAsync(id, store, ct)
            : Results.Ok(
                new
                {
                    Feed = FeedAnswer.Of(feed) with
                    {
                        Push = PushAnswer.Of(await hubs.ListAsync(feed.Key, ct), clock.GetUtcNow()),
                    },
                    Polls = (await store.RecentPollsAsync(id, PollsShown, ct)).Select(PollAnswer.Of),
                }
            );

    private static async Task<IResult> ScheduleAsync(
        string id,
        IFeedStore store,
        IHubStore hubs,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        await store.FindAsync(id, ct) is not { } feed
            ? await NoSuchFeedAsync(id, store, ct)
            : Results.Ok(
                new
                {
                    Feed = id,
                    Schedule = PollSchedule.Explain(feed.Feed, feed.State, clock.GetUtcNow()),
                    Push = PushAnswer.Of(await hubs.ListAsync(feed.Key, ct), clock.GetUtcNow()),
                    Polls = (await store.RecentPollsAsync(id, PollsShown, ct)).Select(PollAnswer.Of),
                }
            );

    private static async Task<IResult> ItemAsync(long id, IItemStore items, CancellationToken ct) =>
        await items.FindAsync(id, ct) is { } item
            ? Results.Ok(item)
            : Results.Problem($"There is no item {id}.", statusCode: 404, title: "No such item");

    public static async Task<IResult> NoSuchFeedAsync(string id, IFeedStore store, CancellationToken ct)
    {
        var known = (await store.ListAsync(ct)).Select(x => x.Feed.Id);
        return Results.Problem($"There is no feed \"{id}\"; {Spelling.Hint(id, known)}", statusCode: 404, title: "No such feed");
    }
}

/// <summary>A feed as the API tells it. Request headers are left out: they may hold secrets.</summary>
internal sealed record FeedAnswer
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Url { get; init; }
    public string? MovedTo { get; init; }
    public string? SiteUrl { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required bool Enabled { get; init; }
    public required string Status { get; init; }
    public string? FailureClass { get; init; }
    public string? FailureText { get; init; }
    public required DateTimeOffset NextPollAt { get; init; }
    public required string NextPollReason { get; init; }
    public DateTimeOffset? LastPollAt { get; init; }
    public DateTimeOffset? LastSuccessAt { get; init; }
    public required long Items { get; init; }

    /// <summary>False when the feed keeps giving known entries new guids: its items are then known by address and words.</summary>
    public required bool GuidsTrusted { get; init; }
    public DateTimeOffset? NewestItemAt { get; init; }

    /// <summary>The admin's name for it, else its own, else its id.</summary>
    public static string NameOf(FeedOverview feed) => feed.Feed.Name ?? feed.State.Title ?? feed.Feed.Id;

    /// <summary>Null when no hub is asked to push it.</summary>
    public PushAnswer? Push { get; init; }

    /// <summary>All that <see cref="Status"/> may be.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetNames<FeedStatus>().Select(x => x.ToLowerInvariant()), "disabled"];

    public static string StatusOf(FeedOverview feed) => feed.Feed.Enabled ? feed.State.Status.ToString().ToLowerInvariant() : "disabled";

    public static FeedAnswer Of(FeedOverview feed) =>
        new()
        {
            Id = feed.Feed.Id,
            Name = NameOf(feed),
            Url = feed.Feed.Url,
            MovedTo = feed.State.MovedTo,
            SiteUrl = feed.State.SiteUrl,
            Tags = feed.Feed.Tags,
            Enabled = feed.Feed.Enabled,
            Status = StatusOf(feed),
            FailureClass = feed.State.FailureClass?.Name(),
            FailureText = feed.State.FailureText,
            NextPollAt = feed.State.NextPollAt,
            NextPollReason = feed.State.NextPollReason,
            LastPollAt = feed.State.LastPollAt,
            LastSuccessAt = feed.State.LastSuccessAt,
            Items = feed.Items,
            GuidsTrusted = new GuidReliability(feed.State.GuidsKept, feed.State.GuidsChurned).IsTrusted,
            NewestItemAt = feed.NewestItemAt,
        };
}

/// <summary>A poll as the API tells it.</summary>
internal sealed record PollAnswer(
    DateTimeOffset At,
    string Outcome,
    string? FailureClass,
    string? Text,
    int HttpStatus,
    long WireBytes,
    double Seconds,
    int Items,
    int New,
    int Updated
)
{
    public static PollAnswer Of(PollRecord poll) =>
        new(
            poll.At,
            poll.Outcome.Name(),
            poll.FailureClass?.Name(),
            poll.Text,
            poll.HttpStatus,
            poll.WireBytes,
            Math.Round(poll.Duration.TotalSeconds, 3),
            poll.ItemsSeen,
            poll.ItemsNew,
            poll.ItemsUpdated
        );
}
