using System.Diagnostics;
using System.Globalization;
using FeedAggregator.Storage;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>
/// <c>store speed [ITEMS] [CONNECTION]</c>: the table of docs/technotes/storage.md. <c>store crash [KILLS] [CONNECTION]</c>: nothing acknowledged is ever lost.
/// With a connection string also on PostgreSQL, and the kills on LiteDB where it was built in (<c>-p:WithLiteDb=true</c>). <c>store crash service</c>: the whole service is killed, see <see cref="ServiceCrash"/>.
/// </summary>
internal static class StoreRuns
{
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["speed", .. var rest]:
                await SpeedAsync(
                    rest.Length > 0 ? long.Parse(rest[0], CultureInfo.InvariantCulture) : 200_000,
                    rest.Length > 1 ? rest[1] : null
                );
                return 0;
            case ["crash", "service", .. var rest]:
                return await ServiceCrash.RunAsync(rest);
            case ["crash", .. var rest]:
                await CrashAsync(
                    rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 200,
                    rest.Length > 1 ? rest[1] : null
                );
                return 0;
            case ["crash-child"]:
                await CrashDriver.ChildAsync();
                return 0;
            default:
                Console.Error.WriteLine(
                    "store speed [ITEMS] [POSTGRESQL CONNECTION STRING]\nstore crash [KILLS] [POSTGRESQL CONNECTION STRING]\n"
                        + ServiceCrashOptions.Usage
                );
                return 2;
        }
    }

    private static async Task CrashAsync(int kills, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("feedaggregator-crash-");
        var options = new List<StoreOptions> { new() { Path = Path.Combine(folder.FullName, "crash.db") } };
        if (postgres is not null)
            options.Add(
                new() { Engine = StoreEngine.Postgres, ConnectionString = $"{postgres};Search Path=crash_{Environment.ProcessId}" }
            );
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "FeedAggregator.Storage.LiteDb.dll")))
            options.Add(new() { Engine = StoreEngine.LiteDb, Path = Path.Combine(folder.FullName, "crash-lite.db") });
        foreach (var engine in options)
        {
            var polls = await CrashDriver.RunAsync(engine, kills, seed: 1, Child, default);
            Console.WriteLine($"{engine.Engine}: {kills} kills, {polls} polls acknowledged, none lost, none doubled, no damage");
        }
        folder.Delete(recursive: true);
    }

    private static ProcessStartInfo Child() => new(Environment.ProcessPath!, ["store", "crash-child"]);

    private static async Task SpeedAsync(long items, string? postgres)
    {
        var plain = Directory.CreateTempSubdirectory("feedaggregator-speed-");
        await StoreSpeed.BaselineAsync(Path.Combine(plain.FullName, "plain.db"), items);
        plain.Delete(recursive: true);
        foreach (var fullText in new[] { false, true })
        {
            var folder = Directory.CreateTempSubdirectory("feedaggregator-speed-");
            var options = new StoreOptions { Path = Path.Combine(folder.FullName, "speed.db"), FullText = fullText };
            await StoreSpeed.RunAsync(options, items, fullText ? "SQLite, full text" : "SQLite");
            folder.Delete(recursive: true);
        }
        if (postgres is not null)
        {
            var options = new StoreOptions
            {
                Engine = StoreEngine.Postgres,
                ConnectionString = $"{postgres};Search Path=speed_{Environment.ProcessId}",
            };
            await StoreSpeed.ClaimsAsync(options, (int)Math.Min(items, 1_000_000), nodes: 2, "PostgreSQL");
        }
    }
}
