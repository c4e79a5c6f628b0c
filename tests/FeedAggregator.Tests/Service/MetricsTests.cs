using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using FeedAggregator.Configuration;
using FeedAggregator.Service.Jobs;
using FeedAggregator.Service.Measuring;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedAggregator.Tests.Service;

/// <summary>What the running service measures, and what a collector gets of it.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();
    private readonly LoopbackPublisher _collector = new();

    public ValueTask InitializeAsync()
    {
        _publisher.Serve("/good", Answer.Feed(RssText.Feed(RssText.Item("One", "1"), RssText.Item("Two", "2"))));
        _publisher.Serve("/bad", new Answer(500, "oops"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Polls_items_feeds_and_editions_are_counted_by_outcome_and_reason()
    {
        await using var service = await StartAsync();
        using var seen = new Seen(service.Services.GetRequiredService<IMeterFactory>());
        await PolledAsync(service);
        _publisher.Serve("/good", Answer.Feed(RssText.Feed(RssText.Item("One", "1"), RssText.Item("Two, revised", "2"))));
        var before = seen.Sums();

        await service.PollNowAsync("good", "bad");
        var morning = service.Services.GetRequiredService<FeedsCatalogue>().Digests.Single();
        await service.Services.GetRequiredService<PublishDigest>().RunNowAsync(morning, default);

        var sums = seen.Sums().ToDictionary(x => x.Key, x => x.Value - before.GetValueOrDefault(x.Key));
        Assert.Equal(1, sums["feedaggregator.polls failure.class=none outcome=ok"]);
        Assert.Equal(1, sums["feedaggregator.polls failure.class=http-5xx outcome=error"]);
        Assert.Equal(
            (0, 1, 1),
            (sums["feedaggregator.items kind=new"], sums["feedaggregator.items kind=updated"], sums["feedaggregator.items kind=known"])
        );
        Assert.Equal(1, sums["feedaggregator.editions outcome=skipped"]);
        Assert.True(sums["feedaggregator.store.commit.duration"] > 0);
        Assert.True(sums["feedaggregator.poll.duration outcome=ok"] > 0);
        Assert.True(sums["feedaggregator.poll.io"] > 0);
    }

    [Fact]
    public async Task The_state_of_feeds_and_outbox_is_shown()
    {
        await using var service = await StartAsync();
        await PolledAsync(service);
        var (instruments, clock) = (service.Services.GetRequiredService<Instruments>(), new ManualClock());
        clock.Advance(DateTimeOffset.Parse("2100-01-01", System.Globalization.CultureInfo.InvariantCulture) - clock.GetUtcNow());
        using var seen = new Seen(service.Services.GetRequiredService<IMeterFactory>());
        Assert.True(instruments.WantsSamples);

        await new SampleTick(
            instruments,
            service.Services.GetRequiredService<IStore>(),
            service.Services.GetRequiredService<StoreTrouble>(),
            clock
        ).Execute(null!);

        var now = seen.Gauges();
        Assert.Equal(
            (1, 1, 0, 0),
            (
                now["feedaggregator.feeds state=active"],
                now["feedaggregator.feeds state=failing"],
                now["feedaggregator.feeds state=disabled"],
                now["feedaggregator.feeds.pushed"]
            )
        );
        Assert.True(now["feedaggregator.feeds.due_lag"] > TimeSpan.FromDays(365).TotalSeconds);
        Assert.Equal((0, 0), (now["feedaggregator.outbox state=waiting"], now["feedaggregator.requests.active"]));
    }

    [Fact]
    public async Task A_collector_gets_metrics_and_traces_with_the_reasons_and_no_address()
    {
        _collector.Serve("/v1/metrics", new Answer(200, ""));
        _collector.Serve("/v1/traces", new Answer(200, ""));
        await using (
            var service = await StartAsync(
                $"--Telemetry:OtlpEndpoint={_collector.Url("/")}",
                "--Telemetry:Interval=1s",
                "--Telemetry:Traces=true"
            )
        )
        {
            await PolledAsync(service);
        }

        var metrics = Bodies("/v1/metrics");
        Assert.All(
            new[]
            {
                "feedaggregator.polls",
                "failure.class",
                "http-5xx",
                "feedaggregator.feeds",
                "feedaggregator.store.commit.duration",
                "service.name",
            },
            x => Assert.Contains(x, metrics, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("/good", metrics + Bodies("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("feed.id", Bodies("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_speaks_gRPC_gets_the_same()
    {
        await using var collector = await GrpcCollector.StartAsync();
        await using (
            var service = await StartAsync(
                $"--Telemetry:OtlpEndpoint={collector.Url}",
                "--Telemetry:OtlpProtocol=grpc",
                "--Telemetry:Interval=1s",
                "--Telemetry:Traces=true"
            )
        )
        {
            await PolledAsync(service);
        }

        var metrics = collector.Messages("collector.metrics.v1.MetricsService/Export");
        Assert.Contains("feedaggregator.polls", metrics, StringComparison.Ordinal);
        Assert.Contains("http-5xx", metrics, StringComparison.Ordinal);
        Assert.Contains("feed.id", collector.Messages("collector.trace.v1.TraceService/Export"), StringComparison.Ordinal);
    }

    private string Bodies(string path) =>
        string.Concat(_collector.Requests.Where(x => x.Path == path).Select(x => Encoding.Latin1.GetString(x.Body)));

    private Task<RunningService> StartAsync(params string[] settings) =>
        RunningService.StartAsync(
            $"""
            feeds:
              - id: good
                url: {_publisher.Url("/good")}
              - id: bad
                url: {_publisher.Url("/bad")}
            digests:
              - name: morning
            """,
            settings
        );

    private static Task<JsonElement> PolledAsync(RunningService service) =>
        service.UntilAsync("/api/v1/feeds", x => x.EnumerateArray().All(feed => feed.GetProperty("status").GetString() != "new"));

    /// <summary>What one service measures, summed by instrument and labels.</summary>
    private sealed class Seen : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, double> _sums = new();
        private readonly ConcurrentDictionary<string, double> _last = new();

        public Seen(IMeterFactory of)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Instruments.MeterName && instrument.Meter.Scope == of)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Note(instrument, value, labels));
            _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Note(instrument, value, labels));
            _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Note(instrument, value, labels));
            _listener.Start();
        }

        public Dictionary<string, double> Sums() => _sums.ToDictionary();

        public Dictionary<string, double> Gauges()
        {
            _listener.RecordObservableInstruments();
            return _last.ToDictionary();
        }

        public void Dispose() => _listener.Dispose();

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            var key = string.Join(' ', labels.ToArray().Select(x => $"{x.Key}={x.Value}").Order().Prepend(instrument.Name));
            _sums.AddOrUpdate(key, value, (_, sum) => sum + value);
            _last[key] = value;
        }
    }
}
