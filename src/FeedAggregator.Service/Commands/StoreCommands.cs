using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>store</c>: looking after the database.</summary>
internal static class StoreCommands
{
    private static readonly JsonSerializerOptions Pretty = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb("store", "The database: what is in it, backups, and moving house.", "store stats", "store backup --to /backups")
        {
            Stats(place),
            Check(place),
            Backup(place),
            Restore(place),
            Copy(place),
        };

    private static Verb Stats(Func<ParseResult, Invocation> place)
    {
        var json = new Option<bool>("--json") { Description = "For programs." };
        var verb = new Verb("stats", "Count what is stored. Works beside a running service.", "store stats --json") { json };
        verb.SetAction(
            (parsed, ct) => WithMaintenanceAsync(place(parsed), (store, ct) => StatsAsync(store, parsed.GetValue(json), ct), ct)
        );
        return verb;
    }

    private static async Task<int> StatsAsync(IStoreMaintenance store, bool json, CancellationToken ct)
    {
        var counted = await store.StatisticsAsync(ct);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(counted, Pretty));
            return ExitCodes.Ok;
        }
        Console.WriteLine($"engine      {counted.Engine}, schema version {counted.SchemaVersion}");
        Console.WriteLine($"feeds       {counted.Feeds}");
        Console.WriteLine($"items       {counted.Items}, news of {counted.OldestNewsAt:u} to {counted.NewestNewsAt:u}");
        Console.WriteLine($"stories     {counted.Stories}");
        Console.WriteLine($"revisions   {counted.Revisions}");
        Console.WriteLine($"purged      {counted.Tombstones}");
        Console.WriteLine($"bytes       {counted.Bytes}");
        return ExitCodes.Ok;
    }

    private static Verb Check(Func<ParseResult, Invocation> place)
    {
        var verb = new Verb("check", "Read everything and compare it with its checksums. Works beside a running service.", "store check");
        verb.SetAction((parsed, ct) => WithMaintenanceAsync(place(parsed), CheckAsync, ct));
        return verb;
    }

    private static async Task<int> CheckAsync(IStoreMaintenance store, CancellationToken ct)
    {
        var problems = await store.CheckAsync(ct);
        foreach (var problem in problems)
        {
            Console.WriteLine(problem);
        }
        Console.WriteLine(problems.Count == 0 ? "The database is sound." : $"{Counted.Of(problems.Count, "problem")}.");
        return problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static Verb Backup(Func<ParseResult, Invocation> place)
    {
        var to = new Option<string>("--to")
        {
            Description = "The folder for the copies.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "backups",
        };
        var keep = new Option<int>("--keep")
        {
            Description = "So many of the newest copies stay.",
            HelpName = "N",
            DefaultValueFactory = _ => 7,
        };
        keep.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1)
            {
                given.AddError("--keep must be 1 or more.");
            }
        });
        var verb = new Verb(
            "backup",
            "Copy the database into a file and verify the copy. Works beside a running service.",
            "store backup --to /backups"
        )
        {
            to,
            keep,
        };
        verb.SetAction(
            (parsed, ct) =>
                WithMaintenanceAsync(
                    place(parsed),
                    async (store, ct) =>
                    {
                        Console.WriteLine(await store.BackupAsync(parsed.GetValue(to)!, parsed.GetValue(keep), ct));
                        return ExitCodes.Ok;
                    },
                    ct
                )
        );
        return verb;
    }

    private static Verb Restore(Func<ParseResult, Invocation> place)
    {
        var backup = new Argument<string>("FILE") { Description = "A copy made by store backup." };
        var verb = new Verb(
            "restore",
            "Put a backup in the place of the database, which is moved aside. Stop the service first.",
            "store restore backups/feedaggregator-20260301-080000.db"
        )
        {
            backup,
        };
        verb.SetAction(
            (parsed, ct) =>
                WithSettingsAsync(
                    place(parsed),
                    async (options, ct) =>
                    {
                        if (!File.Exists(parsed.GetValue(backup)!))
                        {
                            await Console.Error.WriteLineAsync($"{parsed.GetValue(backup)}: there is no such file");
                            return ExitCodes.BadUsage;
                        }
                        var aside = await Stores.RestoreAsync(options, parsed.GetValue(backup)!, App.Clock, ct);
                        Console.WriteLine(aside is null ? "Restored." : $"Restored. The database that was there is now {aside}");
                        return ExitCodes.Ok;
                    },
                    ct
                )
        );
        return verb;
    }

    private static Verb Copy(Func<ParseResult, Invocation> place)
    {
        var engine = new Option<StoreEngine>("--to") { Description = "The engine to copy to.", Required = true };
        var path = new Option<string?>("--path")
        {
            Description = "The database file to copy to, for sqlite and litedb.",
            HelpName = "FILE",
        };
        var connection = new Option<string?>("--connection")
        {
            Description =
                "The server to copy to, for postgres. Other users may see it in the process list: better set STORE_COPY_CONNECTION.",
            HelpName = "STRING",
        };
        var verb = new Verb(
            "copy",
            "Copy everything into an empty database of any engine. Stop the service first; a copy that was broken off goes on.",
            "store copy --to postgres --connection \"Host=db;Database=feeds;Username=feeds\"",
            "store copy --to sqlite --path /backups/all.db"
        )
        {
            engine,
            path,
            connection,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var target = new StoreOptions
                {
                    Engine = parsed.GetValue(engine),
                    Path = parsed.GetValue(path),
                    ConnectionString = parsed.GetValue(connection) ?? Environment.GetEnvironmentVariable("STORE_COPY_CONNECTION"),
                };
                return WithSettingsAsync(place(parsed), (options, ct) => CopyAsync(options, target, ct), ct);
            }
        );
        return verb;
    }

    private static async Task<int> CopyAsync(StoreOptions from, StoreOptions to, CancellationToken ct)
    {
        foreach (var problem in to.Problems())
        {
            await Console.Error.WriteLineAsync(
                problem
                    .Replace("Store:Path", "--path", StringComparison.Ordinal)
                    .Replace("Store:ConnectionString", "--connection", StringComparison.Ordinal)
            );
        }
        if (to.Problems().Count > 0)
        {
            return ExitCodes.BadUsage;
        }
        await Stores.CopyAsync(from, to, App.Clock, new ProgressLines(), ct);
        Console.WriteLine("Copied. Point Store:Engine and its address at the copy to use it.");
        return ExitCodes.Ok;
    }

    private static Task<int> WithMaintenanceAsync(
        Invocation invocation,
        Func<IStoreMaintenance, CancellationToken, Task<int>> use,
        CancellationToken ct
    ) =>
        Opening.WithAppAsync(
            invocation,
            async (app, ct) =>
            {
                try
                {
                    return await use(app.Services.GetRequiredService<IStore>().Maintenance, ct);
                }
                catch (NotSupportedException otherwise)
                {
                    await Console.Error.WriteLineAsync(otherwise.Message);
                    return ExitCodes.BadUsage;
                }
            },
            ct,
            readOnly: true
        );

    private static async Task<int> WithSettingsAsync(
        Invocation invocation,
        Func<StoreOptions, CancellationToken, Task<int>> use,
        CancellationToken ct
    )
    {
        var settings = AppSettings.Load(invocation);
        if (!Opening.Report(settings.Problems))
        {
            return ExitCodes.BadUsage;
        }
        try
        {
            return await use(settings.Store, ct);
        }
        catch (StoreException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return ExitCodes.StoreUnusable;
        }
        catch (NotSupportedException otherwise)
        {
            await Console.Error.WriteLineAsync(otherwise.Message);
            return ExitCodes.BadUsage;
        }
    }

    /// <summary>A line for each hundredth of the way.</summary>
    private sealed class ProgressLines : IProgress<CopyProgress>
    {
        private (string What, long Percent) _said = ("", -1);

        public void Report(CopyProgress value)
        {
            var percent = value.Total == 0 ? 100 : value.Copied * 100 / value.Total;
            if (value.What != _said.What || percent > _said.Percent)
                Console.Error.WriteLine($"{value.What}: {value.Copied} of {value.Total}, {percent} %");
            _said = (value.What, percent);
        }
    }
}
