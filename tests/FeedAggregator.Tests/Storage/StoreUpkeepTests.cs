using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

public sealed class StoreUpkeepTests
{
    [Fact]
    public async Task Old_items_are_purged_when_the_service_starts_and_then_hourly()
    {
        await using var store = await OpenAsync(StoreEngine.Sqlite);
        await store.ClaimedAsync("a");
        var clock = new SteppedClock(Start.AddDays(40));
        var upkeep = new StoreUpkeep(store.Store, store.Database.Options with { KeepFor = TimeSpan.FromDays(30) }, clock);
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start));

        var first = await upkeep.RunAsync(default);
        await store.PollAsync("a", Start + Lease, Some.Item("Two", Start));
        var soon = await upkeep.RunAsync(default);
        clock.Now += TimeSpan.FromHours(1);
        var later = await upkeep.RunAsync(default);

        Assert.Equal([1L, 0L, 1L], [first.Purged, soon.Purged, later.Purged]);
        Assert.Null(first.Backup);
    }

    [Fact]
    public async Task A_backup_is_made_when_the_newest_one_is_old_enough()
    {
        await using var store = await OpenAsync(StoreEngine.Sqlite);
        var folder = Path.Combine(store.Database.Folder, "backups");
        var clock = new SteppedClock(Start);
        var options = store.Database.Options with { BackupFolder = folder, BackupEvery = TimeSpan.FromHours(6) };

        var first = await new StoreUpkeep(store.Store, options, clock).RunAsync(default);
        File.SetLastWriteTimeUtc(first.Backup!, Start.UtcDateTime);
        clock.Now += TimeSpan.FromHours(5);
        var afterRestart = await new StoreUpkeep(store.Store, options, clock).RunAsync(default);
        File.Move(first.Backup!, Path.Combine(folder, "test-20260228-080000.db"));
        clock.Now += TimeSpan.FromHours(1);
        var due = await new StoreUpkeep(store.Store, options, clock).RunAsync(default);

        Assert.NotNull(first.Backup);
        Assert.Null(afterRestart.Backup);
        Assert.NotNull(due.Backup);
        Assert.Equal(2, Directory.GetFiles(folder, "*.db").Length);
    }

    private sealed class SteppedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
