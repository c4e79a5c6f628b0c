using System.Globalization;
using System.Text;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>Feeds of the shapes that are common: summaries only, whole articles as CDATA, escaped HTML, and Atom with XHTML.</summary>
internal static class GeneratedFeeds
{
    private const int ItemsPerFeed = 25;
    private const string Sentence = "The harbour was quiet & the gulls had left, so nobody saw the “Aurora” come in at dawn. ";

    public static IReadOnlyList<byte[]> All() => [Rss(Summary), Rss(CData), Rss(Escaped), Atom()];

    private static string Summary(int n) => $"<description>{Escape(Text(n, 3))}</description>";

    private static string CData(int n) => $"<content:encoded><![CDATA[{Html(n)}]]></content:encoded>";

    private static string Escaped(int n) => $"<description>{Escape(Html(n))}</description>";

    private static string Text(int n, int sentences) => $"{n}. {string.Concat(Enumerable.Repeat(Sentence, sentences))}";

    private static string Html(int n) =>
        string.Concat(
            Enumerable.Range(0, 12).Select(p => $"<p class=\"p{p}\"><a href=\"/story/{n}/{p}\">More</a> {Escape(Text(p, 4))}</p>\n")
        );

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static byte[] Rss(Func<int, string> body)
    {
        var text = new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
                + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Harbour news</title><link>https://harbour.example/</link>\n"
        );
        for (var n = 0; n < ItemsPerFeed; n++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"<item>\n  <title>Story {n}</title>\n  <link>https://harbour.example/story/{n}</link>\n  <guid>https://harbour.example/story/{n}</guid>\n"
                    + $"  <dc:creator>A. Writer</dc:creator>\n  <category>Ships</category>\n  <pubDate>Sun, 22 Nov 2026 10:{n:00}:00 GMT</pubDate>\n  {body(n)}\n</item>\n"
            );
        return Encoding.UTF8.GetBytes(text.Append("</channel></rss>").ToString());
    }

    private static byte[] Atom()
    {
        var text = new StringBuilder("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Harbour news</title><id>urn:harbour</id>\n");
        for (var n = 0; n < ItemsPerFeed; n++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"<entry>\n  <title>Story {n}</title>\n  <id>urn:harbour:{n}</id>\n  <link href=\"https://harbour.example/story/{n}\"/>\n"
                    + $"  <updated>2026-11-22T10:{n:00}:00Z</updated>\n  <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{Html(n)}</div></content>\n</entry>\n"
            );
        return Encoding.UTF8.GetBytes(text.Append("</feed>").ToString());
    }
}
