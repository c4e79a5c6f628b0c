using System.Globalization;
using System.Text;
using FeedAggregator.Feeds;
using FeedAggregator.Storage;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>News by the million, the same on every run: about 2 kB of HTML each, made of some 20,000 words that occur as unevenly as words do.</summary>
internal sealed class MadeNews
{
    public const int Feeds = 2000;
    public const int PollItems = 25;

    private readonly string[] _words;
    private readonly string[] _bodies;
    private readonly byte[][] _fingerprints;

    public MadeNews()
    {
        var chance = new Random(20260301);
        _words = [.. Enumerable.Range(0, 20_000).Select(_ => Word(chance))];
        _bodies = [.. Enumerable.Range(0, 2000).Select(_ => Body(chance))];
        _fingerprints = [.. Enumerable.Range(0, 500).Select(_ => Bytes(chance, 400))];
    }

    public static DateTimeOffset End { get; } = new(2026, 3, 31, 0, 0, 0, TimeSpan.Zero);

    public static Feed Feed(int number) =>
        new()
        {
            Id = $"feed-{number}",
            Url = $"https://site{number}.example/rss.xml",
            Name = $"Site {number}",
            Tags = [$"tag-{number % 40}"],
        };

    public static long[] Keys(long number) => [Mix(number), Mix(~number), Mix(number ^ 0x5555_5555)];

    /// <summary>Polls that fill the 30 days before <see cref="End"/> evenly.</summary>
    public NewItem Item(long number, long total)
    {
        var newsAt = End - TimeSpan.FromDays(30) * (1 - ((double)number / total));
        var title =
            $"{Pick(number, 3)} {Pick(number, 5)} {Pick(number, 7)} {Pick(number, 11)} {Pick(number, 13)} {Pick(number, 17)} {number}";
        return new NewItem
        {
            Keys = Keys(number),
            SeenAt = newsAt,
            NewsAt = newsAt,
            Content = Content(number, title),
        };
    }

    public ItemContent Content(long number, string title)
    {
        var body = _bodies[number % _bodies.Length];
        return new ItemContent
        {
            ContentHash = Mix(number * 31),
            Title = title,
            Link = string.Create(
                CultureInfo.InvariantCulture,
                $"https://site{number % Feeds}.example/2026/03/{number}/{Pick(number, 3)}-{Pick(number, 5)}"
            ),
            Excerpt = body[3..203],
            BodyHtml = $"{body}<p>{Pick(number, 19)} {Pick(number, 23)}</p>",
            Published = End,
            Author = Pick(number % 100, 3),
            Language = "en",
            Fingerprint = _fingerprints[number % _fingerprints.Length],
        };
    }

    private string Pick(long number, long salt) => _words[(int)((ulong)Mix(number * salt) % (ulong)_words.Length)];

    private string Body(Random chance)
    {
        var html = new StringBuilder("<p>");
        while (html.Length < 1900)
        {
            // Squared: few words often, most seldom.
            html.Append(_words[(int)(Math.Pow(chance.NextDouble(), 3) * _words.Length)]).Append(chance.Next(12) == 0 ? ".</p>\n<p>" : " ");
        }
        return html.Append("</p>").ToString();
    }

    /// <summary>Three to ten letters that can be said.</summary>
    public static string Word(Random chance) =>
        string.Create(
            chance.Next(3, 11),
            chance,
            static (word, random) =>
            {
                for (var i = 0; i < word.Length; i++)
                    word[i] = i % 2 == 0 ? "bcdfghklmnprstvw"[random.Next(16)] : "aeiou"[random.Next(5)];
            }
        );

    private static byte[] Bytes(Random chance, int count)
    {
        var bytes = new byte[count];
        chance.NextBytes(bytes);
        return bytes;
    }

    private static long Mix(long value)
    {
        var x = unchecked((ulong)value + 0x9E3779B97F4A7C15);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EB);
        return (long)(x ^ (x >> 31));
    }
}

/// <summary>Every item is its own story: what the store costs, not what matching does.</summary>
internal sealed class LonePlacer : IStoryPlacer
{
    public TimeSpan Window => TimeSpan.FromDays(3);

    public void Admit(PlacedItem item) { }

    public void Renew(PlacedItem item) { }

    public StoryPlacement Place(long itemId, long feedKey, ReadOnlySpan<byte> fingerprint, DateTimeOffset seenAt) =>
        new(itemId, null, 0, null);

    public void Forget(IReadOnlyList<long> itemIds) { }
}

internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
