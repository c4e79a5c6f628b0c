using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Service.Jobs;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Tests.Service;

/// <summary>Every job meets a database that cannot be used; what is wrong with it is said, and ends no job.</summary>
public sealed class StoreTroubleTests
{
    [Fact]
    public async Task A_job_that_meets_a_broken_database_says_so_in_a_line_and_not_every_time()
    {
        await using var service = await RunningService.StartAsync("feeds: []");
        using var log = new LogLines();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        Run(service, "drop table hubs");

        var job = ActivatorUtilities.CreateInstance<HubTick>(service.Services);
        await job.Execute(null!, CancellationToken.None);
        await job.Execute(null!, CancellationToken.None);

        Assert.Single(log.Lines, x => x.Contains("no such table", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, x => x.Contains("threw an unhandled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_can_be_read_but_not_written_is_one_trouble_and_not_one_for_each_hub()
    {
        await using var service = await RunningService.StartAsync(
            "feeds:\n  - id: times\n    url: https://times.example/feed\n    enabled: false\n"
        );
        using var log = new LogLines();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        Run(service, "create trigger broken before delete on hubs begin delete from nowhere; end");
        var feed = await service.Services.GetRequiredService<IFeedStore>().FindAsync("times", CancellationToken.None);
        foreach (var id in new[] { "a", "b" })
            await service.Services.GetRequiredService<IHubStore>().AddAsync(feed!.Key, Hub(id), CancellationToken.None);

        await ActivatorUtilities.CreateInstance<HubTick>(service.Services).Execute(null!, CancellationToken.None);

        Assert.Single(log.Lines, x => x.Contains("no such table", StringComparison.Ordinal));
    }

    private static HubSubscription Hub(string id) =>
        new()
        {
            Offer = new HubOffer(new Uri("https://hub.example/"), new Uri("https://times.example/feed")),
            Callback = new Uri($"https://news.example/hubs/{id}"),
            Secret = "secret",
            DueAt = DateTimeOffset.UnixEpoch,
        };

    private static void Run(RunningService service, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(service.Folder, "feedaggregator.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
