using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Storage;

/// <summary>What an admin is told when a LiteDB file cannot be used. Only where the program was built with the engine.</summary>
public sealed class LiteDbOpeningTests : IDisposable
{
    private readonly TestDatabase _database = new(StoreEngine.LiteDb);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_program_built_without_the_engine_says_so()
    {
        Assert.SkipWhen(Engines.HasLiteDb, "this one has it");

        var refusal = await Assert.ThrowsAsync<StoreException>(() => _database.OpenAsync());

        Assert.Contains("-p:WithLiteDb=true", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", StoreProblem.Damaged)]
    [InlineData(
        "these are not the bytes of a database, and there are more than a hundred of them, so that length is no excuse for it",
        StoreProblem.Foreign
    )]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(string content, StoreProblem problem)
    {
        Assert.SkipUnless(Engines.HasLiteDb, "built without the engine");
        await File.WriteAllTextAsync(_database.Path, content);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => _database.OpenAsync());

        Assert.Equal(problem, refusal.Problem);
        Assert.Equal(content, await File.ReadAllTextAsync(_database.Path));
    }

    [Fact]
    public async Task A_second_service_is_kept_out()
    {
        Assert.SkipUnless(Engines.HasLiteDb, "built without the engine");
        await using var first = await _database.OpenAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => _database.OpenAsync());

        Assert.Equal(StoreProblem.Locked, refusal.Problem);
        await first.PingAsync(default);
    }

    [Theory]
    [InlineData(8192)]
    [InlineData(1000)]
    public async Task A_cut_off_tail_is_refused(int unit)
    {
        Assert.SkipUnless(Engines.HasLiteDb, "built without the engine");
        await using (var store = await _database.OpenAsync())
        {
            await store.Feeds.SyncAsync([Some.Feed("a")], TestStore.Start, default);
            var claim = Assert.Single(await store.Feeds.ClaimDueAsync(TestStore.Start, TestStore.Lease, 1, default));
            var items = Enumerable.Range(0, 200).Select(i => Some.Item($"Item {i}", TestStore.Start, $"<p>{new string('x', i)}{i}</p>"));
            await store.Polls.ApplyAsync(Some.Plan(claim, TestStore.Start, [.. items]), default);
        }
        await using (var file = File.OpenWrite(_database.Path))
            file.SetLength(file.Length / 3 / unit * unit);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => _database.OpenAsync());

        Assert.Equal(StoreProblem.Damaged, refusal.Problem);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        Assert.SkipUnless(Engines.HasLiteDb, "built without the engine");
        await (await _database.OpenAsync()).DisposeAsync();
        var newer = await File.ReadAllBytesAsync(_database.Path);
        // LiteDB's user version, little endian: ours holds the version of the form in its lower half.
        newer[76]++;
        await File.WriteAllBytesAsync(_database.Path, newer);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => _database.OpenAsync());

        Assert.Equal(StoreProblem.NewerVersion, refusal.Problem);
        Assert.Equal(newer, await File.ReadAllBytesAsync(_database.Path));
    }

    [Fact]
    public async Task Who_only_looks_makes_no_database_and_reads_one_that_is_there()
    {
        Assert.SkipUnless(Engines.HasLiteDb, "built without the engine");
        var looking = _database.Options with { ReadOnly = true };
        Task<IStore> LookAsync() => Stores.OpenAsync(looking, new RecordingPlacer(), new StillClock(TestStore.Start), null, default);

        var refusal = await Assert.ThrowsAsync<StoreException>(LookAsync);
        var made = File.Exists(_database.Path);
        await using (var store = await _database.OpenAsync())
            await store.Feeds.SyncAsync([Some.Feed("a")], TestStore.Start, default);
        await using var found = await LookAsync();

        Assert.Equal((StoreProblem.Unavailable, false), (refusal.Problem, made));
        Assert.Equal("a", Assert.Single(await found.Feeds.ListAsync(default)).Feed.Id);
    }
}
