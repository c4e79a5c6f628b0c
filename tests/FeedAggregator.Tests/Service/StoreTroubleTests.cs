using FeedAggregator.Service.Jobs;
using FeedAggregator.Storage;
using FeedAggregator.Tests.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

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
        Break(Path.Combine(service.Folder, "feedaggregator.db"));

        var job = ActivatorUtilities.CreateInstance<HubTick>(service.Services);
        await job.Execute(null!, CancellationToken.None);
        await job.Execute(null!, CancellationToken.None);

        Assert.Single(log.Lines, x => x.Contains("no such table", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, x => x.Contains("threw an unhandled", StringComparison.Ordinal));
    }

    private static void Break(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "drop table hubs";
        command.ExecuteNonQuery();
    }
}
