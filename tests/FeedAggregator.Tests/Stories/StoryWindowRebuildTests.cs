using FeedAggregator.Stories;
using FsCheck;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Stories;

public class StoryWindowRebuildTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private sealed record Row(long Id, long Story, long Feed, StoryFingerprint Print, DateTimeOffset At);

    [Fact]
    public void A_window_rebuilt_from_the_rows_of_72_hours_places_as_one_that_never_stopped()
    {
        var property = Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, 79).ToArbitrary(), RebuiltIsTheSame);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), property);
    }

    [Fact]
    public void An_item_placed_and_forgotten_changes_nothing_for_those_after_it()
    {
        var property = Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, 79).ToArbitrary(), ForgottenIsNothing);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), property);
    }

    private static bool RebuiltIsTheSame(int seed, int stop)
    {
        var items = Stream(seed);
        var running = new StoryWindow();
        var rows = new List<Row>();
        StoryWindow? rebuilt = null;
        for (var i = 0; i < items.Count; i++)
        {
            var (id, feed, print, at) = items[i];
            if (i == stop)
            {
                rebuilt = new StoryWindow();
                foreach (var row in rows.Where(x => x.At >= at - StoryWindow.Length))
                {
                    rebuilt.Admit(row.Id, row.Story, row.Feed, StoryFingerprint.FromBytes(row.Print.ToBytes()), row.At);
                }
            }
            var match = running.Place(id, feed, print, at);
            if (rebuilt is not null && rebuilt.Place(id, feed, print, at) != match)
            {
                return false;
            }
            rows.Add(new Row(id, match.StoryId, feed, print, at));
        }
        return true;
    }

    private static bool ForgottenIsNothing(int seed, int failed)
    {
        var items = Stream(seed);
        var (with, without) = (new StoryWindow(), new StoryWindow());
        for (var i = 0; i < items.Count; i++)
        {
            var (id, feed, print, at) = items[i];
            if (i == failed)
            {
                with.Place(id, feed, print, at);
                with.Forget(id);
                continue;
            }
            if (with.Place(id, feed, print, at) != without.Place(id, feed, print, at))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Eighty items over twelve days: sentences of a few themes mixed, cut and repeated, so that many pairs are close to the border.</summary>
    private static List<(long Id, long Feed, StoryFingerprint Print, DateTimeOffset At)> Stream(int seed)
    {
        var random = new Random(seed);
        var themes = new[] { Texts.Ferry, Texts.Bridge, Texts.Library, Texts.Quake("Tarvik", "4.1", 10, 20, "08:10").Text }
            .Select(x => x.Split(['.', '。'], StringSplitOptions.RemoveEmptyEntries))
            .ToArray();
        var at = Noon;
        var items = new List<(long, long, StoryFingerprint, DateTimeOffset)>();
        for (var i = 1; i <= 80; i++)
        {
            at += TimeSpan.FromMinutes(random.Next(0, 430));
            var theme = themes[random.Next(themes.Length)];
            var parts = theme.Skip(random.Next(3)).Take(1 + random.Next(theme.Length)).ToList();
            var link = random.Next(4) == 0 ? $"https://news.example/{random.Next(20)}" : null;
            items.Add((i, random.Next(4), StoryFingerprint.Of(parts[0], string.Join(". ", parts), link), at));
        }
        return items;
    }
}
