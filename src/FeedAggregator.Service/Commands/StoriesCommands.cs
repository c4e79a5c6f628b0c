using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>stories</c>: which items tell the same news, and putting right what was taken for it.</summary>
internal static class StoriesCommands
{
    private const int MostListed = 10_000;

    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb(
            "stories",
            "Stories: which items tell the same news, and correcting it.",
            "stories list --since 6h",
            "stories show 17",
            "stories split 17 23"
        )
        {
            List(place),
            Show(place),
            Split(place),
            Merge(place),
            Preview(place),
            Evaluate(),
        };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var since = Since("24h");
        var all = new Option<bool>("--all") { Description = "Also stories that only one item tells." };
        var json = new Option<bool>("--json") { Description = "For programs." };
        var verb = new Verb(
            "list",
            "Stories that several items tell, newest first. Works beside a running service.",
            "stories list",
            "stories list --since 7d --all",
            "stories list --json"
        )
        {
            since,
            all,
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (back, least, asJson) = (Span(parsed, since), parsed.GetValue(all) ? 1 : 2, parsed.GetValue(json));
                return Opening.WithAppAsync(place(parsed), (app, ct) => ListAsync(app, back, least, asJson, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ListAsync(WebApplication app, TimeSpan back, int least, bool json, CancellationToken ct)
    {
        var items = app.Services.GetRequiredService<IItemStore>();
        var query = new ItemQuery { Since = app.Services.GetRequiredService<TimeProvider>().GetUtcNow() - back, Limit = MostListed };
        var found = await items.SelectAsync(query, ct);
        var members = await items.StoryMembersAsync([.. found.Select(x => x.StoryId).Distinct()], ct);
        var stories = members
            .GroupBy(x => x.StoryId)
            .Where(x => x.Count() >= least)
            .Select(x => new StoryRow(x.Key, x.Count(), x.Select(y => y.FeedId).Distinct().Count(), x.Max(y => y.NewsAt), x.First().Title))
            .OrderByDescending(x => x.NewsAt)
            .ToList();
        if (json)
        {
            Listing.WriteJson(stories);
            return ExitCodes.Ok;
        }
        var list = new Listing("story", "items", "feeds", "title");
        stories.ForEach(x => list.Add($"{x.Story}", $"{x.Items}", $"{x.Feeds}", x.Title));
        list.Write(least > 1 ? "no story is told by several items in this time; --all shows the others too" : "no items in this time");
        return ExitCodes.Ok;
    }

    private static Verb Show(Func<ParseResult, Invocation> place)
    {
        var id = new Argument<long>("STORY") { Description = "The story's id, or an item's." };
        var json = new Option<bool>("--json") { Description = "For programs." };
        var verb = new Verb(
            "show",
            "Who tells a story, and on what evidence each item was taken for it. Works beside a running service.",
            "stories show 17",
            "stories show 17 --json"
        )
        {
            id,
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (story, asJson) = (parsed.GetValue(id), parsed.GetValue(json));
                return Opening.WithAppAsync(place(parsed), (app, ct) => ShowAsync(app, story, asJson, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ShowAsync(WebApplication app, long id, bool json, CancellationToken ct)
    {
        var items = app.Services.GetRequiredService<IItemStore>();
        var story = (await items.FindAsync(id, ct))?.Summary.StoryId ?? id;
        var members = await items.StoryMembersAsync([story], ct);
        if (members.Count == 0)
        {
            await Console.Error.WriteLineAsync($"there is no story {id}; see stories list");
            return ExitCodes.BadUsage;
        }
        if (json)
        {
            Listing.WriteJson(new { Story = story, Items = members });
            return ExitCodes.Ok;
        }
        Console.WriteLine($"story {story}, {Counted.Of(members.Count, "item")}");
        foreach (var item in members)
        {
            Console.WriteLine();
            Console.WriteLine($"{item.Id}\t{item.NewsAt.UtcDateTime:u}\t{Listing.OneLine(item.FeedName)}\t{Listing.OneLine(item.Title)}");
            Console.WriteLine(FormattableString.Invariant($"\t{item.MatchLayer ?? "new"} {item.MatchScore:0.00}\t{item.MatchEvidence}"));
            if (item.Link is { } link)
            {
                Console.WriteLine($"\t{link}");
            }
        }
        return ExitCodes.Ok;
    }

    private static Verb Split(Func<ParseResult, Invocation> place)
    {
        var story = new Argument<long>("STORY") { Description = "The story's id." };
        var items = new Argument<long[]>("ITEM") { Description = "Items that tell other news.", Arity = ArgumentArity.OneOrMore };
        var verb = new Verb(
            "split",
            "Part items from a story for good: they become a story of their own. Works beside a running service.",
            "stories split 17 23",
            "stories split 17 23 25"
        )
        {
            story,
            items,
        };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var (id, parted) = (parsed.GetValue(story), parsed.GetValue(items)!);
                return CorrectStories.RunAsync(place(parsed), (store, at, ct) => store.SplitAsync(id, parted, at, ct), ct);
            }
        );
        return verb;
    }

    private static Verb Merge(Func<ParseResult, Invocation> place)
    {
        var story = new Argument<long>("STORY") { Description = "The story's id." };
        var other = new Argument<long>("OTHER") { Description = "The id of the story that tells the same news." };
        var verb = new Verb(
            "merge",
            "Make two stories one for good, under the lower id. Works beside a running service.",
            "stories merge 17 31"
        )
        {
            story,
            other,
        };
        verb.AsksService = true;
        verb.SetAction(
            (parsed, ct) =>
            {
                var (id, with) = (parsed.GetValue(story), parsed.GetValue(other));
                return CorrectStories.RunAsync(place(parsed), (store, at, ct) => store.MergeAsync(id, with, at, ct), ct);
            }
        );
        return verb;
    }

    private static Verb Preview(Func<ParseResult, Invocation> place)
    {
        var threshold = new Option<double>("--threshold")
        {
            Description = FormattableString.Invariant(
                $"How sure the matcher must be, 0 to 1; {PreviewStories.DefaultThreshold} is in use. Higher parts more, lower joins more."
            ),
            HelpName = "T",
            Required = true,
        };
        threshold.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<double>() is not (> 0 and < 1))
            {
                given.AddError("--threshold must be a number between 0 and 1, such as 0.8.");
            }
        });
        var since = Since("7d");
        var verb = new Verb(
            "preview",
            "What the stories of the last days would be at another threshold: merges gained and lost. Works beside a running service.",
            "stories preview --threshold 0.8",
            "stories preview --threshold 0.5 --since 2d"
        )
        {
            threshold,
            since,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (joinAt, back) = (parsed.GetValue(threshold), Span(parsed, since));
                return Opening.WithAppAsync(place(parsed), (app, ct) => PreviewAsync(app, joinAt, back, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> PreviewAsync(WebApplication app, double joinAt, TimeSpan back, CancellationToken ct)
    {
        var since = app.Services.GetRequiredService<TimeProvider>().GetUtcNow() - back;
        var preview = new PreviewStories(app.Services.GetRequiredService<IStore>().Contents);
        var (found, titles) = await preview.RunAsync(joinAt, since, ct);
        Tell("joined", found.Gained);
        Tell("parted", found.Lost);
        Console.WriteLine(
            FormattableString.Invariant(
                $"{Counted.Of(found.Items, "item")}: {Counted.Stories(found.StoriesNow)} at {PreviewStories.DefaultThreshold}, {found.StoriesThen} at {joinAt}; {found.Gained.Count} joined, {found.Lost.Count} parted"
            )
        );
        return ExitCodes.Ok;

        void Tell(string what, IReadOnlyList<Stories.StoryParts> changes)
        {
            foreach (var change in changes)
            {
                Console.WriteLine(what);
                foreach (var part in change.Parts)
                {
                    Console.WriteLine($"  {part[0]}\t{Counted.Of(part.Count, "item")}\t{Listing.OneLine(titles[part[0]])}");
                }
            }
        }
    }

    private static Verb Evaluate()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "JSON lines {id, feed, guid, published, title, url, summary, html} in stream order; - for standard input.",
        };
        var related = new Option<bool>("--related") { Description = "Group by event instead: different articles on the same happening." };
        var evaluate = new Verb(
            "evaluate",
            "Group a stream of items into stories and write a JSON line {id, story} for each.",
            "stories evaluate items.jsonl > stories.jsonl"
        )
        {
            file,
            related,
        };
        evaluate.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (path != "-" && !File.Exists(path))
            {
                Console.Error.WriteLine($"{path}: there is no such file");
                return ExitCodes.BadUsage;
            }
            using var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var output = Console.OpenStandardOutput();
            return EvaluateStories.Run(input, output, parsed.GetValue(related));
        });
        return evaluate;
    }

    private static Option<string> Since(string usual)
    {
        var since = new Option<string>("--since")
        {
            Description = $"How far to look back; without it, {usual}.",
            HelpName = "SPAN",
            DefaultValueFactory = _ => usual,
        };
        since.Validators.Add(given =>
        {
            if (!Durations.TryParse(given.GetValueOrDefault<string>()!, out var back) || back <= TimeSpan.Zero)
            {
                given.AddError($"--since must be a span of time such as {Durations.Examples}.");
            }
        });
        return since;
    }

    private static TimeSpan Span(ParseResult parsed, Option<string> since) =>
        Durations.TryParse(parsed.GetValue(since)!, out var back) ? back : TimeSpan.Zero;
}

/// <summary>A story for programs; the names of its fields are a contract.</summary>
/// <param name="Story">Its id.</param>
internal sealed record StoryRow(long Story, int Items, int Feeds, DateTimeOffset NewsAt, string Title);
