using System.Diagnostics.Metrics;
using FeedAggregator.Fetching;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Measuring;

/// <summary>
/// Every metric of the service, declared once (docs/operations.md tells what each is for). Labels are of a few fixed values each: never a feed, a host or an address.
/// </summary>
internal sealed class Instruments
{
    public const string MeterName = "FeedAggregator";

    private static readonly InstrumentAdvice<double> PollSeconds = new()
    {
        HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private static readonly InstrumentAdvice<double> StoreSeconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    };

    private readonly Counter<long> _polls;
    private readonly Histogram<double> _pollDuration;
    private readonly Counter<long> _pollBytes;
    private readonly Counter<long> _items;
    private readonly Histogram<double> _storeDuration;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _editions;
    private readonly ObservableGauge<long> _feeds;
    private volatile Sample? _sample;

    public Instruments(IMeterFactory meters, FeedFetcher fetcher)
    {
        var meter = meters.Create(MeterName);
        _polls = meter.CreateCounter<long>("feedaggregator.polls", "{poll}", "Polls and pushes that ended.");
        _pollDuration = meter.CreateHistogram("feedaggregator.poll.duration", "s", "One exchange with a publisher.", advice: PollSeconds);
        _pollBytes = meter.CreateCounter<long>("feedaggregator.poll.io", "By", "Bytes of documents received, before decompression.");
        _items = meter.CreateCounter<long>("feedaggregator.items", "{item}", "Items in documents that were read.");
        _storeDuration = meter.CreateHistogram(
            "feedaggregator.store.commit.duration",
            "s",
            "Until the disk had what a poll found.",
            advice: StoreSeconds
        );
        _deliveries = meter.CreateCounter<long>("feedaggregator.deliveries", "{attempt}", "Attempts to deliver.");
        _editions = meter.CreateCounter<long>("feedaggregator.editions", "{edition}", "Editions that were due.");
        meter.CreateObservableUpDownCounter(
            "feedaggregator.requests.active",
            () => fetcher.InFlight,
            "{visit}",
            "Visits to hosts under way."
        );
        _feeds = meter.CreateObservableGauge("feedaggregator.feeds", () => Feeds(), "{feed}", "Feeds by state.");
        meter.CreateObservableGauge("feedaggregator.feeds.pushed", () => One(x => x.Pushed), "{feed}", "Feeds a hub pushes.");
        meter.CreateObservableGauge(
            "feedaggregator.feeds.due_lag",
            () => One(x => x.DueLag.TotalSeconds),
            "s",
            "How long the longest due feed has waited."
        );
        meter.CreateObservableGauge("feedaggregator.outbox", () => Outbox(), "{delivery}", "Deliveries by state.");
    }

    /// <summary>Somebody looks at what <see cref="Take"/> takes.</summary>
    public bool WantsSamples => _feeds.Enabled;

    /// <summary>The state of things, which takes the store to know: shown until the next.</summary>
    public void Take(Sample sample) => _sample = sample;

    public void Polled(PollReport report)
    {
        var record = report.Record;
        var outcome = Label("outcome", record.Outcome.Name());
        _polls.Add(1, outcome, Label("failure.class", record.FailureClass?.Name() ?? "none"));
        _storeDuration.Record(report.StoredIn.TotalSeconds);
        _items.Add(report.Receipt.Added, Label("kind", "new"));
        _items.Add(report.Receipt.Updated, Label("kind", "updated"));
        _items.Add(Math.Max(0, record.ItemsSeen - report.Receipt.Added - report.Receipt.Updated), Label("kind", "known"));
        if (record.Outcome is PollOutcome.Deferred or PollOutcome.Pushed)
            return;
        _pollDuration.Record(record.Duration.TotalSeconds, outcome);
        _pollBytes.Add(record.WireBytes);
    }

    public void Delivered(ClaimedDelivery claim, DeliveryVerdict verdict) =>
        _deliveries.Add(
            1,
            Label("outcome", verdict.State.Name()),
            Label("kind", claim.Kind.ToString().ToLowerInvariant()),
            Label("channel", claim.Subscription.Channel.ToString().ToLowerInvariant())
        );

    public void Published(FreezeReceipt receipt) =>
        _editions.Add(
            1,
            Label(
                "outcome",
                receipt.Refused ? "refused"
                    : receipt.Number is null ? "skipped"
                    : "published"
            )
        );

    private IEnumerable<Measurement<long>> Feeds() =>
        _sample is { } now ? now.Feeds.Select(x => new Measurement<long>(x.Value, Label("state", x.Key))) : [];

    private IEnumerable<Measurement<long>> Outbox() =>
        _sample is { } now ? now.Outbox.Select(x => new Measurement<long>(x.Value, Label("state", x.Key.Name()))) : [];

    private IEnumerable<Measurement<T>> One<T>(Func<Sample, T> value)
        where T : struct => _sample is { } now ? [new Measurement<T>(value(now))] : [];

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}

/// <param name="Feeds">How many by state, as the API names it.</param>
/// <param name="Pushed">Feeds with a lease that runs.</param>
/// <param name="DueLag">Of the feed that is longest due; zero when none is.</param>
internal sealed record Sample(
    IReadOnlyDictionary<string, long> Feeds,
    long Pushed,
    TimeSpan DueLag,
    IReadOnlyDictionary<DeliveryState, long> Outbox
);
