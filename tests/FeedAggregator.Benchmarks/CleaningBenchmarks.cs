using System.Text;
using System.Xml;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FeedAggregator.Cleaning;

namespace FeedAggregator.Benchmarks;

/// <summary>
/// What cleaning costs beside a bare pass of an <see cref="XmlReader"/> over the same feeds. The feeds are made up here, or read from the
/// folder named by FEEDS (*.xml, *.rss, *.atom; the text of description, encoded, content and summary elements is cleaned).
/// </summary>
[Config(typeof(Quick))]
[MemoryDiagnoser]
public class CleaningBenchmarks
{
    private static readonly HashSet<string> Bodies = ["description", "encoded", "content", "summary"];
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    private readonly List<byte[]> _feeds = [];
    private readonly List<string> _fragments = [];

    [GlobalSetup]
    public void Load()
    {
        foreach (var feed in Environment.GetEnvironmentVariable("FEEDS") is { } folder ? Read(folder) : [MadeUp()])
        {
            try
            {
                _fragments.AddRange(Fragments(feed));
                _feeds.Add(feed);
            }
            catch (XmlException)
            {
                // What a bare reader can't read can't be compared.
            }
        }
        Console.WriteLine(
            $"{_feeds.Count} feeds, {_feeds.Sum(f => (long)f.Length)} bytes; {_fragments.Count} fragments, {_fragments.Sum(f => (long)f.Length)} characters"
        );
        foreach (var way in _fragments.GroupBy(Way))
            Console.WriteLine($"{way.Key}: {way.Count()} fragments, {way.Sum(f => (long)f.Length)} characters");
    }

    [Benchmark(Baseline = true)]
    public int BareXmlReader()
    {
        var nodes = 0;
        foreach (var feed in _feeds)
        {
            using var reader = XmlReader.Create(new MemoryStream(feed), Settings);
            while (reader.Read())
                nodes += reader.Value.Length;
        }
        return nodes;
    }

    [Benchmark]
    public int CleanHtml() => _fragments.Sum(f => HtmlCleaner.Clean(f, "https://news.test/").Length);

    [Benchmark]
    public int ExtractWords() => _fragments.Sum(f => PlainText.FromHtml(f).Length);

    private static CleanedBy Way(string fragment)
    {
        HtmlCleaner.Clean(fragment, null, out var by);
        return by;
    }

    private static IEnumerable<byte[]> Read(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".xml" or ".rss" or ".atom")
            .Select(File.ReadAllBytes);

    private static List<string> Fragments(byte[] feed)
    {
        var fragments = new List<string>();
        using var reader = XmlReader.Create(new MemoryStream(feed), Settings);
        var inBody = false;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Element)
                inBody = Bodies.Contains(reader.LocalName);
            else if (inBody && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                fragments.Add(reader.Value);
        }
        return fragments;
    }

    private static byte[] MadeUp()
    {
        const string body = """
            <p>The council met on <a href="/2026/11/minutes.html?id=1&amp;x=2">Tuesday</a> &mdash; and adjourned.</p>
            <figure><img src="https://news.test/a.jpg" alt="The hall" width="640" height="480" class="wp-image" /></figure>
            <ul><li>One</li><li><strong>Two</strong> and <em>three</em></li></ul><!-- more --><blockquote>Quoted words.</blockquote>
            """;
        var feed = new StringBuilder("<rss><channel>");
        for (var i = 0; i < 2000; i++)
            feed.Append("<item><description><![CDATA[").Append(body).Append("]]></description></item>");
        return Encoding.UTF8.GetBytes(feed.Append("</channel></rss>").ToString());
    }

    private sealed class Quick : ManualConfig
    {
        public Quick() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
