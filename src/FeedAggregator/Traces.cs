using System.Diagnostics;
using FeedAggregator.Fetching;
using FeedAggregator.Pushing;
using FeedAggregator.Storage;

namespace FeedAggregator;

/// <summary>One span for each poll, push and delivery (OpenTelemetry). Costs nothing while nobody listens. Holds ids only: addresses may contain secrets.</summary>
public static class Traces
{
    /// <summary>What listeners ask for.</summary>
    public const string Name = "FeedAggregator";

    private static readonly ActivitySource Source = new(Name);

    internal static Activity? Poll(ClaimedFeed claim) => Source.StartActivity("poll")?.SetTag("feed.id", claim.Feed.Id);

    internal static Activity? Push(FeedHub hub) => Source.StartActivity("push")?.SetTag("feed.id", hub.FeedId);

    internal static Activity? Delivery(ClaimedDelivery claim) =>
        Source.StartActivity("delivery")?.SetTag("delivery.id", claim.Id).SetTag("delivery.kind", claim.Kind.ToString().ToLowerInvariant());

    internal static void Ended(this Activity? trace, PollReport report)
    {
        trace?.SetTag("poll.outcome", report.Record.Outcome.Name()).SetTag("items.new", report.Receipt.Added);
        if (report.Record.FailureClass is { } failure)
            trace?.SetTag("error.type", failure.Name()).SetStatus(ActivityStatusCode.Error);
    }

    internal static void Ended(this Activity? trace, DeliveryVerdict verdict) =>
        trace
            ?.SetTag("delivery.outcome", verdict.State.Name())
            .SetStatus(verdict.State is DeliveryState.Sent or DeliveryState.Skipped ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
}
