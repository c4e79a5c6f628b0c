using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FeedAggregator.Pushing;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary><c>feeds</c>: how the feeds fare, and what an address would give.</summary>
internal static class FeedsCommands
{
    private const int PollsShown = 10;

    public static Command Build(Func<ParseResult, Invocation> place) =>
        new Verb(
            "feeds",
            "The feeds and how they fare.",
            "feeds list",
            "feeds explain bbc-world",
            "feeds check https://example.org/feed.xml"
        )
        {
            List(place),
            Check(place),
            Explain(place),
            ReplayCommand.Build(place),
        };

    private static Verb List(Func<ParseResult, Invocation> place)
    {
        var json = new Option<bool>("--json") { Description = "For programs." };
        var verb = new Verb("list", "All feeds with their state. Works beside a running service.", "feeds list", "feeds list --json")
        {
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var asJson = parsed.GetValue(json);
                return Opening.WithAppAsync(
                    place(parsed),
                    async (app, ct) =>
                    {
                        Print(await app.Services.GetRequiredService<IFeedStore>().ListAsync(ct), asJson);
                        return ExitCodes.Ok;
                    },
                    ct,
                    readOnly: true
                );
            }
        );
        return verb;
    }

    private static Verb Check(Func<ParseResult, Invocation> place)
    {
        var url = new Argument<string>("URL") { Description = "The address of a feed." };
        var json = new Option<bool>("--json") { Description = "One JSON line: outcome, class, items, text." };
        var verb = new Verb(
            "check",
            "Poll an address once, store nothing, and say what came of it.",
            "feeds check https://example.org/feed.xml",
            "feeds check https://example.org/feed.xml --json"
        )
        {
            url,
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var settings = AppSettings.Load(place(parsed));
                if (!Opening.Report(settings.Problems))
                {
                    return Task.FromResult(ExitCodes.BadUsage);
                }
                return CheckAsync(settings, parsed.GetValue(url)!, parsed.GetValue(json), ct);
            }
        );
        return verb;
    }

    private static async Task<int> CheckAsync(AppSettings settings, string url, bool json, CancellationToken ct)
    {
        using var fetcher = new FeedFetcher(settings.Polling, App.Clock);
        return await CheckFeed.RunAsync(url, json, fetcher, Console.Out, ct);
    }

    private static Verb Explain(Func<ParseResult, Invocation> place)
    {
        var id = new Argument<string>("FEED") { Description = "The id of a feed, its name or its address." };
        var json = new Option<bool>("--json") { Description = "For programs." };
        var verb = new Verb("explain", "When a feed is polled next, and why. Works beside a running service.", "feeds explain bbc-world")
        {
            id,
            json,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var (feed, asJson) = (parsed.GetValue(id)!, parsed.GetValue(json));
                return Opening.WithAppAsync(place(parsed), (app, ct) => ExplainAsync(app, feed, asJson, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> ExplainAsync(WebApplication app, string name, bool json, CancellationToken ct)
    {
        var store = app.Services.GetRequiredService<IFeedStore>();
        var feeds = await store.ListAsync(ct);
        if (!FeedNames.AreKnown([name], [.. feeds.Select(x => x.Feed)]))
        {
            return ExitCodes.BadUsage;
        }
        var feed = feeds.First(x => x.Feed.IsCalled(name));
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var schedule = PollSchedule.Explain(feed.Feed, feed.State, now);
        var push = PushAnswer.Of(await app.Services.GetRequiredService<IHubStore>().ListAsync(feed.Key, ct), now);
        var polls = (await store.RecentPollsAsync(feed.Feed.Id, PollsShown, ct)).Select(PollAnswer.Of).ToList();
        if (json)
        {
            Listing.WriteJson(
                new
                {
                    Feed = feed.Feed.Id,
                    FeedAnswer.Of(feed).GuidsTrusted,
                    Schedule = schedule,
                    Push = push,
                    Polls = polls,
                }
            );
            return ExitCodes.Ok;
        }
        var answer = FeedAnswer.Of(feed);
        Console.WriteLine(Listing.OneLine($"{answer.Name}: {schedule.Sentence}"));
        foreach (var finding in schedule.Findings)
        {
            Console.WriteLine($"  {Listing.OneLine(finding)}");
        }
        if (!answer.GuidsTrusted)
        {
            Console.WriteLine("  its guids change for entries that are known: items are told apart by address and words instead");
        }
        if (push is not null)
        {
            Console.WriteLine($"  {push.Sentence}");
        }
        foreach (var poll in polls)
        {
            Console.WriteLine(
                $"  {poll.At:u}  {poll.Outcome, -12}  {Counted.Of(poll.Items, "item")}, {poll.New} new  {poll.FailureClass} {Listing.OneLine(poll.Text)}".TrimEnd()
            );
        }
        return ExitCodes.Ok;
    }

    private static void Print(IReadOnlyList<FeedOverview> feeds, bool json)
    {
        if (json)
        {
            Listing.WriteJson(feeds.Select(FeedAnswer.Of));
            return;
        }
        // People call a feed by the name they gave it, which every verb takes too; scripts by its id.
        var list = Listing.IsForPeople
            ? new Listing("feed", "state", "items", "next poll", "trouble")
            : new Listing("id", "state", "items", "next poll", "url", "trouble");
        foreach (var (feed, x) in feeds.Select(x => (x.Feed, FeedAnswer.Of(x))))
        {
            if (Listing.IsForPeople)
                list.Add(feed.Name ?? feed.Id, x.Status, $"{x.Items}", $"{x.NextPollAt:u}", x.FailureText);
            else
                list.Add(x.Id, x.Status, $"{x.Items}", $"{x.NextPollAt:u}", x.Url, x.FailureText);
        }
        list.Write("no feed is known yet; describe some in feeds.yaml, then: feedaggregator poll --once");
    }
}
