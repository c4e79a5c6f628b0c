using System.CommandLine;
using System.CommandLine.Help;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary>The verbs. Each translates words into one use case and its answer into text; no rule lives here.</summary>
internal static class CommandLine
{
    private static readonly string[] Examples =
    [
        "demo                          see it work with made-up news sites",
        "run                           poll, store and serve until stopped",
        "poll --once                   poll each feed once",
        "digest --format md            today's news as Markdown",
        "config check                  is the configuration right?",
        "feeds check https://example.org/feed.xml",
    ];

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "Folder of appsettings.json and feeds.yaml. Default: ./config, else the one beside the program.",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the database. Default: ./data.",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen, such as http://127.0.0.1:8080. Any setting can be given as --Section:Key=value.",
        HelpName = "URL",
        Recursive = true,
    };

    public static Task<int> RunAsync(string[] args)
    {
        var (words, overrides) = Overrides.Split(args);
        var root = Build(overrides);
        var parsed = root.Parse(words);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            Complaint.Write(parsed, root, Console.Error);
            return Task.FromResult(ExitCodes.BadUsage);
        }
        return parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(45) }
        );
    }

    /// <summary>Runs a verb inside the service; only those that <see cref="Verb.AsksService"/>.</summary>
    public static Task<int> RunHostedAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        var parsed = Build(new Dictionary<string, string>()).Parse(words);
        if (parsed.Errors.Count > 0 || parsed.CommandResult.Command is not Verb { AsksService: true })
        {
            Console.Error.WriteLine("The running service is of another version and does not know this verb. Restart it.");
            return Task.FromResult(ExitCodes.BadUsage);
        }
        return parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            ct
        );
    }

    private static RootCommand Build(IReadOnlyDictionary<string, string> overrides)
    {
        var root = new RootCommand("Watches news feeds and turns them into digests: every story once, nothing lost, nothing sent twice.");
        root.Add(Config);
        root.Add(Data);
        root.Add(Urls);
        Invocation Place(ParseResult parsed) => Invoked(parsed, overrides);
        root.Add(RunCommand.Build(Place));
        root.Add(DemoCommand.Build(Place));
        root.Add(PollCommand.Build(Place));
        root.Add(DigestCommand.Build(Place));
        root.Add(FeedsCommands.Build(Place));
        root.Add(DigestsCommands.Build(Place));
        root.Add(SubscribersCommands.Build(Place));
        root.Add(OutboxCommands.Build(Place));
        root.Add(MailCommands.Build(Place));
        root.Add(ConfigCommands.Build(Place));
        root.Add(StoreCommands.Build(Place));
        root.Add(HealthCommand.Build(Place));
        root.Add(TokenCommand.Build(Place));
        root.Add(TextCommands.Parse(Place));
        root.Add(TextCommands.Sanitize());
        root.Add(StoriesCommands.Build(Place));
        root.SetAction((parsed, ct) => RunCommand.RunAsync(Place(parsed), ct));
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples);
        }
        return root;
    }

    private static Invocation Invoked(ParseResult parsed, IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new Dictionary<string, string>(overrides, StringComparer.OrdinalIgnoreCase);
        if (parsed.GetValue(Urls) is { } urls)
        {
            settings["Web:Urls"] = urls.Replace(';', ',');
        }
        return new Invocation(parsed.GetValue(Config) ?? DefaultConfig(), parsed.GetValue(Data) ?? "data", settings)
        {
            Words = parsed.CommandResult.Command is Verb { AsksService: true } ? [.. parsed.Tokens.Select(x => x.Value)] : null,
        };
    }

    private static string DefaultConfig() => Directory.Exists("config") ? "config" : Path.Combine(AppContext.BaseDirectory, "config");
}
