using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>
/// Publishers whose feeds go on when they are asked for, and who keep a log of what the other side has shown to have stored: an If-None-Match that names a version
/// is the receipt for its items. Each publisher is a host of its own, so that polls run side by side.
/// </summary>
internal sealed class CrashNews : IAsyncDisposable
{
    private const int Hosts = 8;
    private const int Window = 5;

    private readonly List<LoopbackPublisher> _publishers =
    [
        .. Enumerable.Range(1, Hosts).Select(i => new LoopbackPublisher($"127.0.0.{i}")),
    ];
    private readonly ConcurrentDictionary<int, Story> _stories = new();
    private readonly Random _chance;
    private long _requests;

    public CrashNews(int feeds, int seed)
    {
        (Feeds, _chance) = (feeds, new Random(seed));
        for (var i = 0; i < feeds; i++)
        {
            var feed = i;
            _stories[feed] = new Story();
            Publisher(feed).Serve(PathOf(feed), request => Answer(feed, request));
        }
    }

    public int Feeds { get; }

    /// <summary>When set, nothing new is published.</summary>
    public bool Quiet { get; set; }

    public long Requests => Interlocked.Read(ref _requests);
    public long NotModified => _stories.Values.Sum(x => x.NotModified);

    /// <summary>The newest item of a feed that is known to be stored; 0: none.</summary>
    public int Acknowledged(int feed) => _stories[feed].Acknowledged;

    public static string IdOf(int feed) => $"feed-{feed}";

    public static string TitleOf(int feed, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"Item {number} of feed {feed} {Words(feed, number)}");

    public string FeedsFile()
    {
        var yaml = new StringBuilder("version: 1\ndefaults:\n  interval: 1m\nfeeds:\n");
        for (var i = 0; i < Feeds; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"  - id: {IdOf(i)}\n    url: {Publisher(i).Url(PathOf(i))}\n");
        return yaml.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var publisher in _publishers)
            await publisher.DisposeAsync();
    }

    private LoopbackPublisher Publisher(int feed) => _publishers[feed % Hosts];

    private static string PathOf(int feed) => $"/{feed}.xml";

    private Answer Answer(int feed, PublisherRequest request)
    {
        Interlocked.Increment(ref _requests);
        var story = _stories[feed];
        lock (story)
        {
            var named = request["If-None-Match"]?.Trim('"') is { Length: > 1 } tag
                ? int.Parse(tag.AsSpan(1), CultureInfo.InvariantCulture)
                : 0;
            story.Acknowledged = Math.Max(story.Acknowledged, named);
            if (named == story.Version && (Quiet || Chance() < 0.3))
            {
                story.NotModified++;
                return Tests.Support.Answer.NotModified(("ETag", $"\"v{story.Version}\""));
            }
            // Only what has arrived is followed by more: the document's window never closes over an item that was not stored.
            if (named == story.Version)
                story.Version++;
            return Tests.Support.Answer.Feed(Document(feed, story.Version), ("ETag", $"\"v{story.Version}\""));
        }
    }

    private double Chance()
    {
        lock (_chance)
            return _chance.NextDouble();
    }

    private static string Document(int feed, int version)
    {
        var items = new StringBuilder();
        for (var number = version; number > Math.Max(0, version - Window); number--)
            items.Append(
                CultureInfo.InvariantCulture,
                $"<item><title>{TitleOf(feed, number)}</title><guid isPermaLink=\"false\">{feed}/{number}</guid><link>http://news.example/{feed}/{number}</link><description>{Words(number, feed)} {Words(feed, number + 1)}</description></item>"
            );
        return $"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{IdOf(feed)}</title><link>http://news.example/{feed}</link>{items}</channel></rss>";
    }

    /// <summary>No two alike: matching stories is not what is looked at here.</summary>
    private static string Words(int one, int other)
    {
        var chance = new Random(unchecked((one * 7919) + other));
        return string.Join(' ', Enumerable.Range(0, 8).Select(_ => string.Concat(Enumerable.Range(0, 3).Select(_ => Syllable(chance)))));
    }

    private static string Syllable(Random chance) => $"{"bcdfghklmnprstvw"[chance.Next(16)]}{"aeiou"[chance.Next(5)]}";

    private sealed class Story
    {
        public int Version { get; set; }
        public int Acknowledged { get; set; }
        public long NotModified { get; set; }
    }
}
