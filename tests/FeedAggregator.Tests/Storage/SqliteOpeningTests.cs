using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Storage;

/// <summary>What an admin is told when the file cannot be used, and that it is left as it was.</summary>
public sealed class SqliteOpeningTests : IDisposable
{
    private readonly TestDatabase _database = new(StoreEngine.Sqlite);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Folders_that_are_missing_are_made()
    {
        var path = Path.Combine(_database.Folder, "deep", "er", "store.db");

        await using var store = await OpenAsync(path);

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_folder_is_refused()
    {
        Directory.CreateDirectory(_database.Path);

        await RefusedAsync(StoreProblem.Unavailable, "is a folder");
    }

    [Fact]
    public async Task A_path_through_a_file_is_refused()
    {
        await File.WriteAllTextAsync(_database.Path, "x");

        await RefusedAsync(StoreProblem.Unavailable, "cannot be opened or written", Path.Combine(_database.Path, "store.db"));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused_and_left_alone()
    {
        _database.Sql("create table cookies (id integer); pragma user_version = 1");
        var before = await File.ReadAllBytesAsync(_database.Path);

        await RefusedAsync(StoreProblem.Foreign, "another program");

        Assert.Equal(before, await File.ReadAllBytesAsync(_database.Path));
    }

    [Theory]
    [InlineData(
        "these are not the bytes of a database, and there are more than a hundred of them, so that length is no excuse for it",
        StoreProblem.Foreign
    )]
    [InlineData("", StoreProblem.Damaged)]
    [InlineData("SQLite format 3\0", StoreProblem.Damaged)]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(string content, StoreProblem problem)
    {
        await File.WriteAllTextAsync(_database.Path, content);

        await RefusedAsync(problem, _database.Path);

        Assert.Equal(content, await File.ReadAllTextAsync(_database.Path));
    }

    [Fact]
    public async Task A_newer_version_is_refused_and_left_alone()
    {
        await CreateAsync();
        _database.Sql("pragma user_version = 999");

        await RefusedAsync(StoreProblem.NewerVersion, "version 999");

        Assert.Equal(999L, _database.Sql("pragma user_version"));
    }

    [Fact]
    public async Task A_second_service_is_kept_out_until_the_first_is_closed()
    {
        var first = await _database.OpenAsync();

        await RefusedAsync(StoreProblem.Locked, "in use by another service");
        await first.DisposeAsync();

        await using var second = await _database.OpenAsync();
        await second.PingAsync(default);
    }

    /// <summary>On this engine nobody else can hold a lease: what a killed service was polling is due at once.</summary>
    [Fact]
    public async Task Feeds_that_a_killed_service_was_polling_are_free_at_once()
    {
        await using (var first = await _database.OpenAsync())
        {
            await first.Feeds.SyncAsync([Some.Feed("a")], TestStore.Start, default);
            await first.Feeds.ClaimDueAsync(TestStore.Start, TestStore.Lease, 1, default);
        }

        await using var second = await _database.OpenAsync();

        Assert.Single(await second.Feeds.ClaimDueAsync(TestStore.Start, TestStore.Lease, 1, default));
    }

    [Fact]
    public async Task To_look_only_it_can_be_opened_beside_a_running_service_and_takes_nothing()
    {
        await using var service = await _database.OpenAsync();
        await service.Feeds.SyncAsync([Some.Feed("a")], TestStore.Start, default);
        var options = _database.Options with { ReadOnly = true };

        await using var look = await Stores.OpenAsync(options, new RecordingPlacer(), new StillClock(TestStore.Start), null, default);

        Assert.Single(await look.Feeds.ListAsync(default));
        await Assert.ThrowsAsync<StoreException>(() => look.Feeds.SyncAsync([], TestStore.Start, default));
        Assert.Single(await service.Feeds.ClaimDueAsync(TestStore.Start, TestStore.Lease, 1, default));
    }

    [Fact]
    public async Task To_look_only_no_database_is_made()
    {
        var options = _database.Options with { ReadOnly = true };

        await Assert.ThrowsAsync<StoreException>(() =>
            Stores.OpenAsync(options, new RecordingPlacer(), new StillClock(TestStore.Start), null, default)
        );

        Assert.Empty(Directory.EnumerateFileSystemEntries(_database.Folder));
    }

    [Fact]
    public async Task A_log_without_its_database_is_refused()
    {
        await File.WriteAllTextAsync(_database.Path + "-wal", "something");

        await RefusedAsync(StoreProblem.Damaged, "is gone");
    }

    [Fact]
    public async Task A_cut_off_tail_is_refused_and_no_fresh_database_put_in_its_place()
    {
        await CreateAsync(items: 200);
        var length = new FileInfo(_database.Path).Length;
        await using (var file = File.OpenWrite(_database.Path))
            file.SetLength(length - length / 3);

        await RefusedAsync(StoreProblem.Damaged, "damaged");

        Assert.Equal(length - length / 3, new FileInfo(_database.Path).Length);
    }

    [Fact]
    public async Task A_broken_off_creation_is_begun_anew()
    {
        await File.WriteAllTextAsync(_database.Path + ".making", "half of it");

        await using var store = await _database.OpenAsync();

        await store.PingAsync(default);
        Assert.False(File.Exists(_database.Path + ".making"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_refused()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may write to read-only files");
        await CreateAsync();
        File.SetAttributes(_database.Path, FileAttributes.ReadOnly);

        await RefusedAsync(StoreProblem.Unavailable, "read-only");
    }

    [Fact]
    public async Task A_row_that_was_tampered_with_is_not_served()
    {
        await CreateAsync(items: 3);
        _database.Sql("update items set title = replace(title, 'Item', 'Itxm') where id = 2");
        await using var store = await _database.OpenAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.Items.SelectAsync(new ItemQuery(), default));

        Assert.Equal(StoreProblem.Damaged, refusal.Problem);
        Assert.Contains("item 2", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await store.Items.FindAsync(1, default));
    }

    [Fact]
    public void Options_report_every_problem_at_once()
    {
        var problems = new StoreOptions { Engine = StoreEngine.Postgres }
            .Problems()
            .Concat(new StoreOptions().Problems());

        Assert.Equal(
            ["Store:ConnectionString is", "Store:Path is"],
            problems.Select(problem => problem[..problem.IndexOf(" missing", StringComparison.Ordinal)])
        );
    }

    private async Task CreateAsync(int items = 1)
    {
        await using var store = await _database.OpenAsync();
        await store.Feeds.SyncAsync([Some.Feed("a")], TestStore.Start, default);
        var claimed = Assert.Single(await store.Feeds.ClaimDueAsync(TestStore.Start, TestStore.Lease, 1, default));
        var news = Enumerable.Range(0, items).Select(i => Some.Item($"Item {i}", TestStore.Start, $"<p>{new string('x', i * 7)}</p>"));
        await store.Polls.ApplyAsync(Some.Plan(claimed, TestStore.Start, [.. news]), default);
    }

    private async Task RefusedAsync(StoreProblem problem, string words, string? path = null)
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(path ?? _database.Path));

        Assert.Equal(problem, refusal.Problem);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private Task<IStore> OpenAsync(string path) =>
        Stores.OpenAsync(_database.Options with { Path = path }, new RecordingPlacer(), new StillClock(TestStore.Start), null, default);
}
