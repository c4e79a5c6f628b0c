using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using FeedAggregator.Feeds;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>
/// Runs the real service, which polls publishers on loopback and mails an edition of each digest every minute to a mail server on loopback, and kills it (SIGKILL)
/// at random moments, some while it starts. Between two runs the database is opened, looked at, and time passes: all feeds are due again. In the end the service
/// drains its outbox, and all that was acknowledged must be there, once.
/// </summary>
internal sealed class ServiceCrash(ServiceCrashOptions options) : IDisposable
{
    private const int Digests = 3;
    private static readonly TimeSpan InDoubt = TimeSpan.FromSeconds(80);

    private readonly Random _chance = new(options.Seed);
    private readonly string _folder = Directory.CreateTempSubdirectory("feedaggregator-crash-").FullName;
    private readonly ConcurrentQueue<string> _said = new();
    private int _starting;

    public static async Task<int> RunAsync(string[] args)
    {
        if (ServiceCrashOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(ServiceCrashOptions.Usage);
            return 2;
        }
        using var run = new ServiceCrash(options);
        var report = await run.RunAsync(Console.Out);
        return report.Sound ? 0 : 1;
    }

    private StoreOptions Store =>
        options.Engine == StoreEngine.Postgres
            ? new() { Engine = StoreEngine.Postgres, ConnectionString = options.Connection }
            : new() { Engine = options.Engine, Path = Path.Combine(_folder, "feedaggregator.db") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public async Task<CrashReport> RunAsync(TextWriter output)
    {
        await using var news = new CrashNews(options.Feeds, options.Seed);
        await using var mail = new MailServer(SlowFor);
        await PrepareAsync(news);
        var watch = Stopwatch.StartNew();
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            await KillOneAsync(news, mail);
            await using (var store = await OpenAsync())
            {
                await CrashAudit.QuickAsync(store, news, $"after kill {kill}", thorough: kill % 20 == 0);
                await LetTimePassAsync(store, news);
            }
            if (kill % 10 == 0)
                await output.WriteLineAsync(
                    $"{options.Engine}: {kill} of {options.Kills} kills, {news.Requests} polls, {mail.Received.Count} mails, {watch.Elapsed.TotalSeconds:0} s"
                );
        }
        await DrainAsync(news, mail);
        await using var last = await OpenAsync();
        var report = await CrashAudit.FullAsync(last, news, [.. mail.Received]);
        await output.WriteLineAsync(
            $"{options.Engine}: {options.Kills} kills ({_starting} of them at start-up), seed {options.Seed}, {watch.Elapsed.TotalSeconds:0} s\n{report}"
        );
        return report;
    }

    /// <summary>A mail takes a while, so that a kill can meet one on its way.</summary>
    private static MailFault SlowFor(string mailbox, int seen)
    {
        Thread.Sleep(20);
        return MailFault.None;
    }

    private async Task PrepareAsync(CrashNews news)
    {
        var digests = string.Concat(
            Enumerable
                .Range(0, Digests)
                .Select(i =>
                    $"  - name: digest{i}\n    schedule: \"* * * * *\"\n    time-zone: UTC\n    settle: 0s\n    max-stories: 500\n"
                )
        );
        await File.WriteAllTextAsync(Path.Combine(_folder, "feeds.yaml"), $"{news.FeedsFile()}digests:\n{digests}");
        await using var store = await OpenAsync();
        for (var i = 0; i < Digests * options.Readers; i++)
            await store.Subscriptions.AddAsync(
                $"digest{i % Digests}",
                SubscriptionChannel.Mail,
                $"r{i / Digests}@d{i % Digests}.example",
                new SubscriptionWish(),
                DateTimeOffset.UtcNow,
                default
            );
    }

    private Task<IStore> OpenAsync() => Stores.OpenAsync(Store, new LonePlacer(), TimeProvider.System, null, default);

    private async Task KillOneAsync(CrashNews news, MailServer mail)
    {
        using var service = Start(mail.Port);
        if (_chance.Next(10) == 0)
        {
            _starting++;
            await Task.Delay(_chance.Next(50, 1500));
        }
        else
        {
            var (asked, taken) = (news.Requests, mail.Received.Count);
            while (news.Requests == asked && mail.Received.Count == taken && !service.HasExited)
                await Task.Delay(5);
            await Task.Delay(_chance.Next(0, 1500));
        }
        Kill(service);
    }

    /// <summary>As if hours had gone by: what a dead node held is free, and every feed is due.</summary>
    private static async Task LetTimePassAsync(IStore store, CrashNews news)
    {
        string[] feeds = [.. Enumerable.Range(0, news.Feeds).Select(CrashNews.IdOf)];
        var now = DateTimeOffset.UtcNow;
        var claims = await store.Feeds.ClaimAsync(feeds, now.AddDays(1), TimeSpan.FromMinutes(1), default);
        await Task.WhenAll(
            claims.Select(claim =>
                store.Polls.ApplyAsync(
                    new PollPlan
                    {
                        Feed = claim,
                        State = claim.State with { NextPollAt = now, FreshUntil = null },
                        Record = new PollRecord { At = now, Outcome = PollOutcome.Ok },
                        Replay = true,
                    },
                    default
                )
            )
        );
    }

    private async Task DrainAsync(CrashNews news, MailServer mail)
    {
        news.Quiet = true;
        using var service = Start(mail.Port);
        // Mail that was handed over when the service died goes out again once its lease has ended, and nothing sooner.
        for (var (seen, since) = (-1, Stopwatch.StartNew()); since.Elapsed < InDoubt; await Task.Delay(500))
        {
            if (seen != mail.Received.Count)
                (seen, since) = (mail.Received.Count, Stopwatch.StartNew());
            if (service.HasExited)
                break;
        }
        Kill(service);
    }

    private Process Start(int port)
    {
        string[] store =
            options.Engine == StoreEngine.Sqlite ? []
            : options.Engine == StoreEngine.Postgres ? ["--Store:Engine=postgres", $"--Store:ConnectionString={options.Connection}"]
            : ["--Store:Engine=litedb"];
        string[] args =
        [
            Path.Combine(AppContext.BaseDirectory, "feedaggregator.dll"),
            "run",
            "--config",
            _folder,
            "--data",
            _folder,
            "--Web:Urls=http://127.0.0.1:0",
            "--Polling:AllowedPrivateNetworks=127.0.0.0/8",
            "--Polling:MinHostGap=0s",
            "--Mail:Host=127.0.0.1",
            $"--Mail:Port={port}",
            "--Mail:From=digest@news.example",
            "--Mail:Timeout=5s",
            "--Mail:MaxPerDomainAndMinute=100000",
            .. store,
        ];
        var start = new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        _said.Clear();
        var service = Process.Start(start)!;
        service.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        service.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        service.BeginOutputReadLine();
        service.BeginErrorReadLine();
        return service;
    }

    private void Kill(Process service)
    {
        if (service.HasExited)
            throw new InvalidOperationException(
                $"The service ended by itself, with {service.ExitCode}: {string.Join('\n', _said.TakeLast(20))}"
            );
        service.Kill();
        service.WaitForExit();
    }
}

/// <param name="Readers">Of each digest.</param>
internal sealed record ServiceCrashOptions(StoreEngine Engine, int Kills, string? Connection, int Seed, int Feeds, int Readers)
{
    public const string Usage =
        "store crash service sqlite|postgres|litedb [--kills 200] [--seed 1] [--feeds 120] [--readers 40] [--connection POSTGRESQL CONNECTION STRING]";

    public static ServiceCrashOptions? Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int usual) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
        if (args.Length == 0 || !Enum.TryParse<StoreEngine>(args[0], ignoreCase: true, out var engine))
            return null;
        var connection = Value("--connection") is { } given ? $"{given};Search Path=crash_service_{Environment.ProcessId}" : null;
        return engine == StoreEngine.Postgres && connection is null
            ? null
            : new(engine, Number("--kills", 200), connection, Number("--seed", 1), Number("--feeds", 120), Number("--readers", 40));
    }
}
