using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>Backups of a database in use, and the way back.</summary>
public sealed class SqliteBackupTests : IAsyncDisposable
{
    private readonly TestStore _store = OpenAsync(StoreEngine.Sqlite).GetAwaiter().GetResult();
    private string Backups => Path.Combine(_store.Database.Folder, "backups");

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_backup_holds_what_was_stored_when_it_was_made()
    {
        await _store.ClaimedAsync("a");
        await _store.PollAsync("a", Start + Lease, Some.Item("Before", Start));

        var backup = await _store.Maintenance.BackupAsync(Backups, keep: 3, default);
        await _store.PollAsync("a", Start + Lease, Some.Item("After", Start));
        await _store.CloseAsync();
        var aside = await Stores.RestoreAsync(_store.Database.Options, backup, new StillClock(Start), default);

        Assert.True(File.Exists(aside));
        await _store.ReopenAsync();
        Assert.Equal(["Before"], await _store.TitlesAsync(new ItemQuery { Text = "before" }));
        Assert.Empty(await _store.Maintenance.CheckAsync(default));
    }

    [Fact]
    public async Task Only_the_newest_backups_are_kept_and_other_files_left_alone()
    {
        Directory.CreateDirectory(Backups);
        foreach (var old in new[] { "test-20200101-000000.db", "test-20210101-000000.db", "test-mine.db", "other-20200101-000000.db" })
            await File.WriteAllTextAsync(Path.Combine(Backups, old), "");

        var backup = await _store.Maintenance.BackupAsync(Backups, keep: 2, default);

        Assert.Equal(
            ["other-20200101-000000.db", "test-20210101-000000.db", Path.GetFileName(backup), "test-mine.db"],
            Directory.EnumerateFiles(Backups).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_with_what_to_do()
    {
        var file = Path.Combine(_store.Database.Folder, "a-file");
        await File.WriteAllTextAsync(file, "");

        var refusal = await Assert.ThrowsAsync<StoreException>(() =>
            _store.Maintenance.BackupAsync(Path.Combine(file, "backups"), keep: 1, default)
        );

        Assert.Equal(StoreProblem.Unavailable, refusal.Problem);
        Assert.StartsWith("No backup can be written to ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_the_database_stays()
    {
        await _store.ClaimedAsync("a");
        await _store.PollAsync("a", Start + Lease, [.. Enumerable.Range(0, 300).Select(i => Some.Item($"Item {i}", Start))]);
        var backup = await _store.Maintenance.BackupAsync(Backups, keep: 1, default);
        await using (var file = File.OpenWrite(backup))
            file.SetLength(file.Length / 2);
        await _store.CloseAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() =>
            Stores.RestoreAsync(_store.Database.Options, backup, new StillClock(Start), default)
        );

        Assert.Equal(StoreProblem.Damaged, refusal.Problem);
        await _store.ReopenAsync();
        Assert.Equal(300, (await _store.TitlesAsync(new ItemQuery { Limit = 1000 })).Count);
    }

    [Fact]
    public async Task A_database_in_use_is_not_restored_over()
    {
        var backup = await _store.Maintenance.BackupAsync(Backups, keep: 1, default);

        var refusal = await Assert.ThrowsAsync<StoreException>(() =>
            Stores.RestoreAsync(_store.Database.Options, backup, new StillClock(Start), default)
        );

        Assert.Equal(StoreProblem.Locked, refusal.Problem);
        await _store.Store.PingAsync(default);
    }
}
