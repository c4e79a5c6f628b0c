using FeedAggregator.Feeds;
using FeedAggregator.Fetching;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace FeedAggregator.Tests.Feeds;

/// <summary>Feeds, answers and findings for the schedule's tests, and the way its properties are checked.</summary>
internal static class Some
{
    /// <summary>A Sunday, 00:00 UTC.</summary>
    public static readonly DateTimeOffset Sunday = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly FeedState NewState = new() { NextPollAt = Sunday };

    public static Feed Feed(string id = "feed") => new() { Id = id, Url = "https://feed.example/rss" };

    public static FetchFacts Facts(string? movedTo = null, DateTimeOffset? freshUntil = null) =>
        new()
        {
            FinalUrl = new Uri("https://feed.example/rss"),
            Status = 200,
            MovedTo = movedTo is null ? null : new Uri(movedTo),
            FreshUntil = freshUntil,
            Validators = new Validators("\"a\"", null),
            BodyHash = "hash",
        };

    public static PollFindings Found(params IReadOnlyList<DateTimeOffset> times) =>
        new()
        {
            NewItemTimes = times,
            ItemsNew = times.Count,
            ItemsSeen = 25,
        };

    public static FetchResult.Failed Failure(FailureClass failure, DateTimeOffset? retryAfter = null) =>
        new(failure, "It did not work.") { Facts = Facts(), RetryAfter = retryAfter };

    /// <summary>The state of a feed that has published every so often for the last four weeks, as the first poll at <paramref name="now"/> learns it.</summary>
    public static FeedState Steady(Feed feed, TimeSpan every, DateTimeOffset now, PublisherHints? hints = null)
    {
        var times = Enumerable.Range(0, (int)(TimeSpan.FromDays(28) / every)).Select(back => now - (every * back)).ToArray();
        return PollSchedule.Succeeded(feed, NewState, Facts(), Found(times) with { Hints = hints ?? new PublisherHints() }, now);
    }

    /// <summary>The property holds for 200 values made from a fixed seed, so that a failure can be repeated.</summary>
    public static void Holds<T>(Gen<T> gen, Func<T, bool> property) =>
        Check.One(
            Config
                .QuickThrowOnFailure.WithMaxTest(200)
                .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20261122), FSharpOption<int>.None))),
            Prop.ForAll(gen.ToArbitrary(), property)
        );

    /// <summary>Any instant of the eight weeks after <see cref="Sunday"/>, to the second.</summary>
    public static readonly Gen<DateTimeOffset> Instant = Gen.Choose(0, 56 * 86400).Select(second => Sunday.AddSeconds(second));

    /// <summary>Anything from a second to two weeks, short and long alike.</summary>
    public static readonly Gen<TimeSpan> Span = Gen.Choose(0, 1000)
        .Select(power => TimeSpan.FromSeconds(Math.Pow(14 * 86400, power / 1000.0)));

    public static readonly Gen<string> Id = Gen.Choose(0, 1_000_000).Select(number => $"feed-{number}");
}
