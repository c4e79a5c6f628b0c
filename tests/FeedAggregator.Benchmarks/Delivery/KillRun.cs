using System.Diagnostics;
using System.Globalization;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Benchmarks.Delivery;

/// <summary>
/// Publishes an edition of three digests to 200 readers each, and kills the real service (SIGKILL) at random moments while it sends them to a real SMTP server
/// that greylists, refuses, hangs up and falls silent for some. Afterwards: who got what, and how often.
/// <c>delivery [--kills 10] [--readers 200] [--nodes 1] [--seed 1] [--postgres CONNECTION] [--tls]</c>
/// </summary>
internal sealed class KillRun(KillRunOptions options)
{
    private const int Digests = 3;
    private readonly Random _chance = new(options.Seed);
    private readonly string _folder = Directory.CreateTempSubdirectory("feedaggregator-kills-").FullName;
    private readonly List<Process> _nodes = [];

    public static async Task<int> RunAsync(string[] args) => await new KillRun(KillRunOptions.Parse(args)).RunAsync();

    private string CaFile => Path.Combine(_folder, "ca.pem");

    private StoreOptions Store =>
        options.Postgres is { } connection
            ? new() { Engine = StoreEngine.Postgres, ConnectionString = connection }
            : new() { Path = Path.Combine(_folder, "feedaggregator.db") };

    private async Task<int> RunAsync()
    {
        using var certificates = options.Tls ? new Certificates() : null;
        await using var server = new MailServer(Fault)
        {
            Tls = certificates is null ? null : new MailTls(certificates.Of("localhost")),
            Auth = options.Tls ? "PLAIN" : null,
        };
        if (certificates is not null)
            await File.WriteAllTextAsync(CaFile, certificates.Pem);
        await PublishAsync();
        var watch = Stopwatch.StartNew();
        for (var kill = 0; kill < options.Kills; kill++)
        {
            StartNodes(server.Port);
            await UntilAsync(server, server.Received.Count + _chance.Next(5, 40), TimeSpan.FromSeconds(90));
            await Task.Delay(_chance.Next(0, 60));
            KillOne();
        }
        StartNodes(server.Port);
        await UntilAllAsync(server);
        _nodes.ForEach(Kill);
        var report = await ReportAsync(server);
        Console.WriteLine($"{report}, {options.Kills} kills, {options.Nodes} node(s), {watch.Elapsed.TotalSeconds:0} s");
        Directory.Delete(_folder, recursive: true);
        return report.Missing + report.UnexplainedDuplicates == 0 ? 0 : 1;
    }

    /// <summary>By reader: of a hundred, some meet one fault at their first try, and three have no mailbox.</summary>
    private static MailFault Fault(string mailbox, int seen)
    {
        Thread.Sleep(15);
        var number = int.Parse(mailbox.AsSpan(1, mailbox.IndexOf('@', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture) % 100;
        return number switch
        {
            < 3 => MailFault.NoSuchUser,
            _ when seen > 0 => MailFault.None,
            < 10 => MailFault.Greylist,
            < 13 => MailFault.DropInData,
            < 16 => MailFault.Closing,
            < 18 => MailFault.DropAfterDot,
            < 19 => MailFault.Silent,
            _ => MailFault.None,
        };
    }

    private async Task PublishAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "feeds.yaml"), "feeds:\n  - url: http://127.0.0.1:9/feed\n    enabled: false\n");
        await using var store = await Stores.OpenAsync(Store, new StoryPlacer(), TimeProvider.System, null, default);
        var now = DateTimeOffset.UtcNow;
        for (var digest = 0; digest < Digests; digest++)
        {
            for (var reader = 0; reader < options.Readers; reader++)
                await store.Subscriptions.AddAsync(
                    $"digest{digest}",
                    SubscriptionChannel.Mail,
                    $"r{reader}@d{digest}.example",
                    new SubscriptionWish(),
                    now,
                    default
                );
            await store.Editions.FreezeAsync(
                Plan($"digest{digest}", await store.Editions.OpenAsync($"digest{digest}", now.AddHours(-1), default), now),
                default
            );
        }
    }

    private static EditionPlan Plan(string digest, DigestWatermark since, DateTimeOffset now)
    {
        var stories = Enumerable.Range(1, 20).Select(x => new DigestStory { Id = x, Lead = Item(x, now) }).ToList();
        var view = new DigestView
        {
            Name = digest,
            Title = digest,
            From = now.AddHours(-1),
            To = now,
            UpdatedAt = now,
            Groups = [new DigestGroup(null, stories)],
        };
        return new EditionPlan
        {
            Digest = digest,
            Since = since,
            DueAt = now,
            ChangedUpTo = now,
            From = view.From,
            FrozenAt = now,
            Title = digest,
            StoryIds = [.. stories.Select(x => x.Id)],
            Document = EditionDocument.Write(view),
        };
    }

    private static ItemSummary Item(int number, DateTimeOffset now) =>
        new()
        {
            Id = number,
            StoryId = number,
            FeedId = "wire",
            FeedName = "The Wire",
            Title = $"Story number {number} of the day",
            Link = $"https://wire.example/{number}",
            Excerpt = string.Concat(Enumerable.Repeat("What happened, and what it means. ", 6)),
            NewsAt = now,
            SeenAt = now,
        };

    private void StartNodes(int port)
    {
        while (_nodes.Count < options.Nodes)
            _nodes.Add(Start(port));
    }

    private Process Start(int port)
    {
        string[] store = options.Postgres is { } connection ? ["--Store:Engine=postgres", $"--Store:ConnectionString={connection}"] : [];
        // With a password, which must be there and never goes out in clear.
        string[] secured = options.Tls
            ? ["--Mail:Security=starttls", $"--Mail:CaFile={CaFile}", "--Mail:User=digest", $"--Mail:Password=file:{CaFile}"]
            : [];
        string[] args =
        [
            Path.Combine(AppContext.BaseDirectory, "feedaggregator.dll"),
            "run",
            "--config",
            _folder,
            "--data",
            _folder,
            "--Web:Urls=http://127.0.0.1:0",
            "--Store:CheckAtStart=false",
            $"--Mail:Host={(options.Tls ? "localhost" : "127.0.0.1")}",
            $"--Mail:Port={port}",
            .. secured,
            "--Mail:From=digest@news.example",
            "--Mail:Timeout=5s",
            .. store,
        ];
        return Process.Start(new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true })!;
    }

    private void KillOne()
    {
        var victim = _nodes[_chance.Next(_nodes.Count)];
        Kill(victim);
        _nodes.Remove(victim);
    }

    private static void Kill(Process node)
    {
        node.Kill();
        node.WaitForExit();
        node.Dispose();
    }

    private static async Task UntilAsync(MailServer server, int count, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (server.Received.Count < count && watch.Elapsed < patience)
            await Task.Delay(5);
    }

    private async Task UntilAllAsync(MailServer server)
    {
        var expected = Digests * Enumerable.Range(0, options.Readers).Count(x => x % 100 >= 3);
        var watch = Stopwatch.StartNew();
        while (server.Received.Select(x => x.To).Distinct().Count() < expected && watch.Elapsed < TimeSpan.FromMinutes(8))
            await Task.Delay(500);
        // What was taken without an answer is sent again a minute later.
        await Task.Delay(TimeSpan.FromSeconds(80));
    }

    private async Task<KillReport> ReportAsync(MailServer server)
    {
        await using var store = await Stores.OpenAsync(Store, new StoryPlacer(), TimeProvider.System, null, default);
        var records = await store.Outbox.ListAsync(null, 100_000, default);
        var mails = server.Received.GroupBy(x => (x.To, Id: x.Header("Message-ID"))).ToDictionary(x => x.Key, x => x.Count());
        var dropped = mails.Where(x => IsDropped(x.Key.To)).Sum(x => x.Value - 1);
        var duplicates = mails.Values.Sum(x => x - 1);
        return new KillReport(
            records.Count,
            mails.Count,
            records.Count(x => x.State == DeliveryState.GivenUp),
            records.Count(x => x.State == DeliveryState.Waiting),
            records.Count(x => x.State == DeliveryState.Sent && !mails.Keys.Any(mail => mail.To == x.Target)),
            dropped,
            duplicates - dropped,
            records.Sum(x => x.Doubts)
        );
    }

    private static bool IsDropped(string mailbox) =>
        int.Parse(mailbox.AsSpan(1, mailbox.IndexOf('@', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture) % 100 is 16 or 17;
}

/// <param name="Readers">Of each digest.</param>
/// <param name="Postgres">A connection string; null: SQLite.</param>
/// <param name="Tls">By STARTTLS, with a password.</param>
internal sealed record KillRunOptions(int Kills, int Readers, int Nodes, int Seed, string? Postgres, bool Tls)
{
    public static KillRunOptions Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int usual) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
        return new(
            Number("--kills", 10),
            Number("--readers", 200),
            Number("--nodes", 1),
            Number("--seed", 1),
            Value("--postgres"),
            args.Contains("--tls")
        );
    }
}

/// <param name="Delivered">Different mails that arrived.</param>
/// <param name="Missing">Recorded as sent, but never arrived.</param>
/// <param name="DroppedDuplicates">The server took a mail and hung up without an answer: sent again.</param>
/// <param name="KillDuplicates">The service was killed between the server's answer and its record: sent again.</param>
/// <param name="Doubts">Times the store knew that it was sending again in doubt.</param>
internal sealed record KillReport(
    int Deliveries,
    int Delivered,
    int GivenUp,
    int Waiting,
    int Missing,
    int DroppedDuplicates,
    int KillDuplicates,
    int Doubts
)
{
    /// <summary>More duplicates than times in doubt would mean one outside SMTP's gap.</summary>
    public int UnexplainedDuplicates => Math.Max(0, DroppedDuplicates + KillDuplicates - Doubts);
}
