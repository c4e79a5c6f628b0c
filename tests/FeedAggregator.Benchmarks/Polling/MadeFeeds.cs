using System.Globalization;
using System.IO.Compression;
using System.Text;
using FeedAggregator.Benchmarks.Storage;

namespace FeedAggregator.Benchmarks.Polling;

/// <summary>
/// RSS documents of 25 items each, the same on every run: words of chance that occur as unevenly as words do, 1.5 kB of markup an item, and every seventh item a wire story that
/// two to six feeds carry with edits of their own. In the second version one feed in ten has three items more.
/// </summary>
internal sealed class MadeFeeds
{
    public const int Items = 25;
    public const int NewItems = 3;
    private const int WireEvery = 7;
    private static readonly DateTimeOffset Noon = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string[] _words;
    private readonly int _feeds;

    public MadeFeeds(int feeds)
    {
        _feeds = feeds;
        var chance = new Random(20260331);
        _words = [.. Enumerable.Range(0, 9000).Select(_ => MadeNews.Word(chance)).Distinct()];
        First = [.. Enumerable.Range(0, feeds).Select(x => Document(x, 0))];
        Second = [.. Enumerable.Range(0, feeds).Select(x => x % 10 == 0 ? Document(x, NewItems) : First[x])];
    }

    /// <summary>Gzip, as publishers send them.</summary>
    public IReadOnlyList<byte[]> First { get; }

    public IReadOnlyList<byte[]> Second { get; }

    /// <summary>For each address of a wire story's copy, which story; other items are not in it.</summary>
    public Dictionary<string, int> Wire { get; } = [];

    public int Added => (_feeds + 9) / 10 * NewItems;

    private byte[] Document(int feed, int later)
    {
        var xml = new StringBuilder()
            .Append(
                CultureInfo.InvariantCulture,
                $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>Site {feed}</title>"
            )
            .Append(CultureInfo.InvariantCulture, $"<link>https://site{feed}.example/</link><description>Made news</description>\n");
        for (var i = 0; i < Items; i++)
            Item(xml, feed, i - later);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(xml.Append("</channel></rss>\n").ToString()));
        return packed.ToArray();
    }

    /// <param name="number">Below zero: added later.</param>
    private void Item(StringBuilder xml, int feed, int number)
    {
        var slot = (feed * (Items + NewItems)) + number + NewItems;
        // Neighbouring feeds carry the same wire story, each at most once.
        var wire = number > 0 && number % WireEvery == 0 ? (number * 100_000) + (feed / (2 + (number / WireEvery % 3 * 2))) : -1;
        var chance = new Random(wire >= 0 ? wire : 1_000_000_000 + slot);
        var (title, body) = (Text(chance, 8), Enumerable.Range(0, 4).Select(_ => Text(chance, 50)).ToList());
        var link = $"https://site{feed}.example/2026/03/{number + NewItems}/{title.Replace(' ', '-')}";
        if (wire >= 0)
            Edit(new Random(slot), ref title, body, feed);
        if (wire >= 0)
            Wire[link] = wire;
        var at = Noon.AddMinutes(-17 * (number + NewItems)).AddSeconds(-feed % 900);
        xml.Append(
                CultureInfo.InvariantCulture,
                $"<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">made:{feed}:{number}</guid>"
            )
            .Append(CultureInfo.InvariantCulture, $"<pubDate>{at:R}</pubDate><description><![CDATA[");
        foreach (var paragraph in body)
            xml.Append("<p>").Append(paragraph).Append(".</p>\n");
        xml.Append("]]></description></item>\n");
    }

    private void Edit(Random chance, ref string title, List<string> body, int feed)
    {
        if (chance.Next(3) == 0)
            title = $"{title} | Site {feed}";
        var edited = chance.Next(body.Count);
        body[edited] = $"{body[edited]} {Text(chance, 3)}";
        if (chance.Next(3) == 0)
            body.Add($"First told on <a href=\"https://site{feed}.example/\">site {feed}</a>");
    }

    private string Text(Random chance, int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            // Squared: few words often, most seldom.
            var word = _words[(int)(Math.Pow(chance.NextDouble(), 2) * _words.Length)];
            text.Append(i > 0 ? " " : "").Append(i % 12 == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word);
        }
        return text.ToString();
    }
}
