using FeedAggregator.Fetching;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.Logging;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>Disks that run full or cannot be written: real ones, of a few megabytes.</summary>
public sealed class SqliteDiskTests
{
    [Fact]
    public async Task A_full_disk_is_said_in_one_line_harms_nothing_stored_and_passes_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        var store = await OpenAsync(disk);
        await store.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        var (stored, refusal) = await FillAsync(store, disk);

        Assert.Equal(StoreProblem.Full, refusal.Problem);
        Assert.Contains("disk is full", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(stored, (await store.Items.SelectAsync(new ItemQuery { Limit = 10_000 }, default)).Count);
        Assert.Single(await store.Feeds.ListAsync(default));
        disk.MakeRoom();
        await PollAsync(store, 999);
        await store.DisposeAsync();
        await using var again = await OpenAsync(disk);
        Assert.Equal(stored + 1, (await again.Items.SelectAsync(new ItemQuery { Limit = 10_000 }, default)).Count);
        Assert.Empty(await again.Maintenance.CheckAsync(default));
    }

    [Fact]
    public async Task A_service_that_was_killed_by_a_full_disk_opens_again_on_it()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        var store = await OpenAsync(disk);
        await store.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        var (stored, _) = await FillAsync(store, disk);
        await store.DisposeAsync();

        var refusal = await Record.ExceptionAsync(async () => await (await OpenAsync(disk)).DisposeAsync());

        Assert.True(refusal is null or StoreException { Problem: StoreProblem.Full }, refusal?.ToString());
        disk.MakeRoom();
        await using var again = await OpenAsync(disk);
        Assert.Equal(stored, (await again.Items.SelectAsync(new ItemQuery { Limit = 10_000 }, default)).Count);
    }

    [Fact]
    public async Task On_a_full_disk_no_database_is_begun()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        disk.Fill(leave: 8192);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(disk));

        Assert.Equal(StoreProblem.Full, refusal.Problem);
        Assert.False(File.Exists(Path.Combine(disk.Path, "store.db")));
        disk.MakeRoom();
        await using var store = await OpenAsync(disk);
        await store.PingAsync(default);
    }

    [Fact]
    public async Task A_read_only_disk_is_refused_in_one_line()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        await (await OpenAsync(disk)).DisposeAsync();
        disk.MakeReadOnly();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(disk));

        Assert.Equal(StoreProblem.Unavailable, refusal.Problem);
        Assert.Contains("read-only", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    /// <summary>The service lives on: a poll that could not be stored is one line in the log, and is repeated when its lease has ended.</summary>
    [Fact]
    public async Task A_poll_that_meets_a_full_disk_is_repeated_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        await using var publisher = new LoopbackPublisher();
        var clock = new ManualClock();
        using var fetcher = new FeedFetcher(
            new FetchOptions { AllowedPrivateNetworks = ["127.0.0.0/8"], MinHostGap = TimeSpan.Zero },
            clock
        );
        await using var store = await OpenAsync(disk);
        var feed = Some.Feed("a") with { Url = publisher.Url("/feed").AbsoluteUri };
        publisher.Serve(
            "/feed",
            Answer.Feed(RssText.Feed([.. Enumerable.Range(0, 40).Select(i => RssText.Item($"{i}", $"{i}", text: Noise(i)))]))
        );
        await store.Feeds.SyncAsync([feed], clock.GetUtcNow(), default);
        var log = new Lines();
        var refresh = new RefreshDueFeeds(store.Feeds, Journey.Refresh(fetcher, store, clock), clock, log);
        disk.Fill(leave: 64 * 1024);

        await refresh.RunNowAsync(["a"], forced: false, default);

        Assert.Contains("disk is full", Assert.Single(log.Written), StringComparison.Ordinal);
        Assert.Empty(await store.Items.SelectAsync(new ItemQuery(), default));
        disk.MakeRoom();
        clock.Advance(RefreshDueFeeds.Lease);
        await refresh.RunNowAsync(["a"], forced: false, default);
        Assert.Equal(40, (await store.Items.SelectAsync(new ItemQuery(), default)).Count);
    }

    private static Task<IStore> OpenAsync(SmallDisk disk) =>
        Stores.OpenAsync(
            new StoreOptions { Path = Path.Combine(disk.Path, "store.db") },
            new RecordingPlacer(),
            new StillClock(Start),
            null,
            default
        );

    /// <returns>How many items were acknowledged before the disk was full, and what was said then.</returns>
    private static async Task<(int Stored, StoreException Refusal)> FillAsync(IStore store, SmallDisk disk)
    {
        await PollAsync(store, 0);
        disk.Fill(leave: 256 * 1024);
        for (var stored = 1; ; stored++)
        {
            try
            {
                await PollAsync(store, stored);
            }
            catch (StoreException refusal)
            {
                return (stored, refusal);
            }
        }
    }

    private static async Task PollAsync(IStore store, int number)
    {
        // The clock is past the lease of a poll that failed.
        var at = Start + (Lease * (number + 1));
        var claim = Assert.Single(await store.Feeds.ClaimAsync(["a"], at, Lease, default));
        await store.Polls.ApplyAsync(Some.Plan(claim, at, Some.Item($"News {number}", at, Noise(number))), default);
    }

    /// <summary>20 kB that cannot be compressed away.</summary>
    private static string Noise(int seed)
    {
        var bytes = new byte[15_000];
        new Random(seed).NextBytes(bytes);
        return $"<p>{Convert.ToBase64String(bytes)}</p>";
    }

    private sealed class Lines : ILogger<RefreshDueFeeds>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Null(exception);
            Written.Add(formatter(state, exception));
        }
    }
}
