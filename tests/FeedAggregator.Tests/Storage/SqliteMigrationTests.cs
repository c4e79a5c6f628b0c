using FeedAggregator.Storage;
using FeedAggregator.Storage.Sql;
using FeedAggregator.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>From every version there has been to the present one, and never half way.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private static readonly Migration Good = new(1000, "create table later (id integer primary key) strict");
    private static readonly Migration Broken = new(
        1001,
        "create table half (id integer primary key) strict; insert into nowhere values (1)"
    );
    private readonly TestDatabase _database = new(StoreEngine.Sqlite);

    public void Dispose() => _database.Dispose();

    /// <summary>Files written by the releases themselves; the others are the first as versions 2 and 3 migrated it.</summary>
    [Theory]
    [InlineData("store.v1.db")]
    [InlineData("store.v2.db")]
    [InlineData("store.v3.db")]
    public async Task A_database_of_an_earlier_version_keeps_what_it_holds(string file)
    {
        await using (var data = typeof(SqliteMigrationTests).Assembly.GetManifestResourceStream($"Storage.Data.{file}")!)
        await using (var copy = File.Create(_database.Path))
            await data.CopyToAsync(copy);

        await using var store = await _database.OpenAsync();

        var item = Assert.Single(await store.Items.SelectAsync(new ItemQuery { Text = "gempa susulan" }, default));
        var detail = (await store.Items.FindAsync(item.Id, default))!;
        Assert.Equal(("Gempa susulan di Jawa", "<p>Isi kedua</p>", "Antara"), (item.Title, detail.BodyHtml, item.FeedName));
        Assert.Equal("Gempa di Jawa", Assert.Single(detail.Revisions).Title);
        Assert.Equal(2, (await store.Feeds.FindAsync("antara", default))!.Items);
        Assert.Equal([1, 2, 3], (await store.Feeds.LastDocumentAsync("antara", default))!.Body.ToArray());
        Assert.Empty(await store.Maintenance.CheckAsync(default));
    }

    [Fact]
    public async Task A_copy_is_made_before_the_first_step()
    {
        var path = await CreateAsync();
        using var connection = SqliteConnections.Open(path, writes: true);

        SqliteSchema.Upgrade(connection, path, [.. Migration.Of("Sqlite"), Good]);

        Assert.Equal(1000, SqliteSchema.VersionOf(connection));
        using var copy = SqliteConnections.Open($"{path}.v{Migration.Of("Sqlite")[^1].Version}", writes: false);
        Assert.Equal(Migration.Of("Sqlite")[^1].Version, SqliteSchema.VersionOf(copy));
        Assert.Equal("ok", SqliteConnections.Ask(copy, "pragma integrity_check"));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_version_before_it()
    {
        var path = await CreateAsync();
        using var connection = SqliteConnections.Open(path, writes: true);

        Assert.Throws<SqliteException>(() => SqliteSchema.Upgrade(connection, path, [.. Migration.Of("Sqlite"), Good, Broken]));

        Assert.Equal(1000, SqliteSchema.VersionOf(connection));
        Assert.Equal(0L, SqliteConnections.Ask(connection, "select count(*) from sqlite_schema where name = 'half'"));
        SqliteSchema.Upgrade(connection, path, [.. Migration.Of("Sqlite"), Good, new Migration(1001, "drop table later")]);
        Assert.Equal(1001, SqliteSchema.VersionOf(connection));
    }

    /// <summary>Writes the fixture of the present version; run by hand when a migration was added, with the path in STORE_FIXTURE.</summary>
    [Fact(Explicit = true)]
    public async Task Write_the_fixture()
    {
        var options = _database.Options with { Path = Environment.GetEnvironmentVariable("STORE_FIXTURE") };
        await using var store = await Stores.OpenAsync(options, new RecordingPlacer(), new StillClock(Start), null, default);
        await store.Feeds.SyncAsync([Some.Feed("antara", "indonesia") with { Name = "Antara" }], Start, default);
        var first = Assert.Single(await store.Feeds.ClaimDueAsync(Start, Lease, 1, default));
        await store.Polls.ApplyAsync(
            Some.Plan(first, Start, Some.Item("Gempa di Jawa", Start, "<p>Isi pertama</p>", [1]), Some.Item("Lain", Start)) with
            {
                Raw = new RawDocument(new byte[] { 1, 2, 3 }, "https://antara.example/", null),
            },
            default
        );
        var id = (await store.Items.SelectAsync(new ItemQuery { Text = "gempa" }, default))[0].Id;
        var second = Assert.Single(await store.Feeds.ClaimAsync(["antara"], Start + Lease, Lease, default));
        await store.Polls.ApplyAsync(
            Some.Plan(second, Start + Lease) with
            {
                Updates = [new ItemUpdate(id, Some.Content("Gempa susulan di Jawa", "<p>Isi kedua</p>"), Start + Lease)],
            },
            default
        );
    }

    private async Task<string> CreateAsync()
    {
        await using (await _database.OpenAsync()) { }
        return _database.Path;
    }
}
