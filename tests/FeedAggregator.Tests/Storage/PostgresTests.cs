using FeedAggregator.Storage;
using FeedAggregator.Storage.Postgres;
using FeedAggregator.Storage.Sql;
using Npgsql;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>Many nodes on one server, and servers that cannot be used.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly TestDatabase _database = new(StoreEngine.Postgres);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Nodes_that_start_together_make_one_schema()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _database.OpenAsync()));

        foreach (var node in nodes)
        {
            await node.PingAsync(default);
            await node.DisposeAsync();
        }
    }

    /// <summary>The fast way of polls without news writes what the ordinary way writes.</summary>
    [Fact]
    public async Task The_record_of_a_poll_without_news_bears_its_checksum()
    {
        await using var node = await _database.OpenAsync();
        await node.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        var claim = Assert.Single(await node.Feeds.ClaimDueAsync(Start, Lease, 1, default));
        await node.Polls.ApplyAsync(Some.Plan(claim, Start), default);

        _database.Sql("update polls set record = replace(record, '200', '201')");

        var damage = await Assert.ThrowsAsync<StoreException>(() => node.Feeds.RecentPollsAsync("a", 1, default));
        Assert.Equal(StoreProblem.Damaged, damage.Problem);
    }

    [Fact]
    public async Task Two_nodes_share_the_feeds_and_never_poll_one_twice()
    {
        await using var one = await _database.OpenAsync();
        await using var two = await _database.OpenAsync();
        await one.Feeds.SyncAsync([.. Enumerable.Range(0, 200).Select(i => Some.Feed($"feed-{i}"))], Start, default);

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).Feeds.ClaimDueAsync(Start, Lease, 5, default))
        );

        var keys = claims.SelectMany(some => some).Select(claim => claim.Key).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        // A node passes over rows another is just claiming: what is left is there for the next call.
        var rest = await one.Feeds.ClaimDueAsync(Start, Lease, 200, default);
        Assert.Equal(200, keys.Concat(rest.Select(claim => claim.Key)).Distinct().Count());
    }

    [Fact]
    public async Task Two_nodes_never_open_two_stories_for_one_pair()
    {
        await using var one = await _database.OpenAsync(new RecordingPlacer());
        await using var two = await _database.OpenAsync(new RecordingPlacer());
        await one.Feeds.SyncAsync([.. Enumerable.Range(0, 40).Select(i => Some.Feed($"feed-{i}"))], Start, default);
        var claims = await one.Feeds.ClaimDueAsync(Start, Lease, 100, default);

        await Task.WhenAll(
            claims.Select(
                (claim, i) =>
                    (i % 2 == 0 ? one : two).Polls.ApplyAsync(
                        Some.Plan(
                            claim,
                            Start,
                            [.. Enumerable.Range(0, 5).Select(wire => Some.Item($"{i}/{wire}", Start, fingerprint: [(byte)wire]))]
                        ),
                        default
                    )
            )
        );

        var items = await two.Items.SelectAsync(new ItemQuery { Limit = 1000 }, default);
        Assert.Equal(200, items.Select(item => item.Id).Distinct().Count());
        Assert.Equal(5, items.Select(item => item.StoryId).Distinct().Count());
        Assert.All(items.GroupBy(item => item.StoryId), story => Assert.Single(story.Select(item => item.Title.Split('/')[1]).Distinct()));
    }

    [Fact]
    public async Task A_correction_and_an_edit_on_one_node_are_known_to_the_next_item_on_another()
    {
        await using var one = await _database.OpenAsync(new RecordingPlacer());
        await using var two = await _database.OpenAsync(new RecordingPlacer());
        await one.Feeds.SyncAsync([Some.Feed("a"), Some.Feed("b"), Some.Feed("c")], Start, default);
        var claims = (await one.Feeds.ClaimDueAsync(Start, Lease, 3, default)).OrderBy(claim => claim.Feed.Id).ToList();
        await one.Polls.ApplyAsync(
            Some.Plan(
                claims[0],
                Start,
                Some.Item("1", Start, fingerprint: [1]),
                Some.Item("2", Start, fingerprint: [2]),
                Some.Item("3", Start, fingerprint: [3])
            ),
            default
        );
        var ids = (await one.Items.SelectAsync(new ItemQuery(), default)).Select(item => item.Id).Order().ToArray();
        await two.Polls.ApplyAsync(Some.Plan(claims[1], Start, Some.Item("B", Start, fingerprint: [9])), default);

        await one.Stories.MergeAsync(ids[0], ids[1], Start, default);
        var again = Assert.Single(await one.Feeds.ClaimAsync(["a"], Start + Lease, Lease, default));
        var edit = new ItemUpdate(ids[2], Some.Content("3, edited", fingerprint: [4]), Start);
        await one.Polls.ApplyAsync(Some.Plan(again, Start) with { Updates = [edit] }, default);
        await two.Polls.ApplyAsync(
            Some.Plan(claims[2], Start, Some.Item("Copy of 2", Start, fingerprint: [2]), Some.Item("Copy of 3", Start, fingerprint: [4])),
            default
        );

        var copies = (await one.Items.SelectAsync(new ItemQuery { Feeds = ["c"] }, default)).OrderBy(item => item.Id);
        Assert.Equal([ids[0], ids[2]], copies.Select(item => item.StoryId));
    }

    [Fact]
    public async Task An_edition_that_is_frozen_while_another_node_purges_keeps_what_it_shows()
    {
        await using var one = await _database.OpenAsync();
        await using var two = await _database.OpenAsync();
        await one.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        var claim = Assert.Single(await one.Feeds.ClaimDueAsync(Start, Lease, 1, default));
        await one.Polls.ApplyAsync(Some.Plan(claim, Start, Some.Item("Old", Start), Some.Item("New", Start.AddMinutes(1))), default);
        var old = (await one.Items.SelectAsync(new ItemQuery(), default)).Single(x => x.Title == "Old");
        var since = await two.Editions.OpenAsync("morning", Start, default);

        // A reader's lock on the row holds the purge between looking and deleting.
        await using var holder = new NpgsqlConnection(_database.Options.ConnectionString + ";Pooling=false");
        await holder.OpenAsync();
        await using var hold = await holder.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"select id from items where id = {old.Id} for key share", holder))
            await command.ExecuteScalarAsync();
        var purge = one.Maintenance.RetainAsync(new RetentionPolicy { MaxItemsPerFeed = 1 }, Start.AddDays(1), default);
        while ((long)_database.Sql("select count(*) from pg_locks where locktype = 'tuple' and relation = 'items'::regclass")! == 0)
            await Task.Delay(5);
        var frozen = await two.Editions.FreezeAsync(Edition(since, old), default);
        await hold.RollbackAsync();

        Assert.Equal(0, (await purge).Purged);
        Assert.Equal(1, frozen.Number);
        Assert.NotNull(await two.Items.FindAsync(old.Id, default));
    }

    private static EditionPlan Edition(DigestWatermark since, ItemSummary item) =>
        new()
        {
            Digest = "morning",
            Since = since,
            DueAt = Start.AddHours(1),
            ChangedUpTo = Start.AddHours(1),
            From = Start,
            FrozenAt = Start.AddHours(1),
            Title = "Morning",
            StoryIds = [item.StoryId],
            ItemIds = [item.Id],
            Document = "{}",
        };

    [Fact]
    public async Task A_node_killed_with_a_feed_in_hand_loses_it_when_the_lease_ends()
    {
        await using var one = await _database.OpenAsync();
        await one.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        var held = Assert.Single(await one.Feeds.ClaimDueAsync(Start, Lease, 1, default));
        await using var two = await _database.OpenAsync();

        var back = Assert.Single(await two.Feeds.ClaimDueAsync(Start + Lease, Lease, 1, default));

        Assert.True((await one.Polls.ApplyAsync(Some.Plan(held, Start, Some.Item("Late", Start)), default)).LeaseLost);
        Assert.False((await two.Polls.ApplyAsync(Some.Plan(back, Start + Lease), default)).LeaseLost);
    }

    [Fact]
    public async Task A_broken_connection_fails_the_call_and_not_the_next()
    {
        // Named, so that the connections of tests that run beside this one live on.
        var (name, options) = ($"broken-{Guid.NewGuid():N}", _database.Options);
        options = options with { ConnectionString = $"{options.ConnectionString};Application Name={name}" };
        await using var store = await Stores.OpenAsync(options, new RecordingPlacer(), new StillClock(Start), null, default);
        await store.Feeds.SyncAsync([Some.Feed("a")], Start, default);
        _database.Sql($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{name}'");

        await Record.ExceptionAsync(() => store.Feeds.ClaimDueAsync(Start, Lease, 1, default));
        var claimed = await store.Feeds.ClaimDueAsync(Start + Lease, Lease, 1, default);

        Assert.Single(claimed);
    }

    /// <summary>A node that dies, or a script that fails, in the middle of a migration leaves the version that was there.</summary>
    [Fact]
    public async Task A_migration_that_is_stopped_half_way_has_done_nothing()
    {
        await using (await _database.OpenAsync()) { }
        var before = _database.Sql("select version from feedaggregator_version");
        await using var source = NpgsqlDataSource.Create(_database.Options.ConnectionString!);
        var problems = new PostgresProblems("host", 1, "database", "user");
        var schema = new NpgsqlConnectionStringBuilder(_database.Options.ConnectionString).SearchPath!;
        var broken = new Migration(1000, "create table half (id bigint); insert into nowhere values (1)");

        using (var session = new Session(source.OpenConnection(), new PostgresDialect(source, problems, readOnly: false)))
            Assert.Throws<PostgresException>(() =>
                PostgresSchema.Upgrade(session, schema, problems, [.. Migration.Of("Postgres"), broken])
            );

        Assert.Equal(before, _database.Sql("select version from feedaggregator_version"));
        Assert.Equal(0L, _database.Sql($"select count(*) from pg_tables where schemaname = '{schema}' and tablename = 'half'"));
        await using var store = await _database.OpenAsync();
        await store.PingAsync(default);
    }

    [Fact]
    public async Task The_schema_of_another_program_is_refused_and_left_alone()
    {
        var schema = new NpgsqlConnectionStringBuilder(_database.Options.ConnectionString).SearchPath;
        _database.Sql($"create schema {schema}; create table {schema}.cookies (id int)");

        await RefusedAsync(_database.Options.ConnectionString!, StoreProblem.Foreign, "another program");

        Assert.Equal(1L, _database.Sql($"select count(*) from pg_tables where schemaname = '{schema}'"));
    }

    [Fact]
    public async Task A_newer_version_is_refused_and_left_alone()
    {
        await using (await _database.OpenAsync()) { }
        _database.Sql("update feedaggregator_version set version = 999");

        await RefusedAsync(_database.Options.ConnectionString!, StoreProblem.NewerVersion, "version 999");

        Assert.Equal(999L, _database.Sql("select version from feedaggregator_version"));
    }

    [Theory]
    [InlineData("Username=nobody;Password=hush-hush", "nobody")]
    [InlineData("Database=missing_here;Password=hush-hush", "missing_here")]
    [InlineData("Port=1;Password=hush-hush", "does not answer")]
    [InlineData("Nonsense=1;Password=hush-hush", "cannot be read")]
    [InlineData("Host=;Password=hush-hush", "cannot be read")]
    [InlineData("Minimum Pool Size=9;Maximum Pool Size=1;Password=hush-hush", "cannot be read")]
    public async Task What_is_wrong_is_said_without_the_password(string change, string words)
    {
        var refusal = await RefusedAsync($"{_database.Options.ConnectionString};Timeout=5;{change}", StoreProblem.Unavailable, words);

        Assert.DoesNotContain("hush-hush", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", (_database.Options with { ConnectionString = change }).ToString(), StringComparison.Ordinal);
    }

    private async Task<StoreException> RefusedAsync(string connectionString, StoreProblem problem, string words)
    {
        var options = _database.Options with { ConnectionString = connectionString };

        var refusal = await Assert.ThrowsAsync<StoreException>(() =>
            Stores.OpenAsync(options, new RecordingPlacer(), new StillClock(Start), null, default)
        );

        Assert.Equal(problem, refusal.Problem);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
