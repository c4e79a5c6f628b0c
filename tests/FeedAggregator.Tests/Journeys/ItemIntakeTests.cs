using FeedAggregator.Feeds;
using FeedAggregator.Parsing;
using FeedAggregator.Polling;
using FeedAggregator.Storage;
using FeedAggregator.Stories;
using FeedAggregator.Tests.Stories;

namespace FeedAggregator.Tests.Journeys;

public class ItemIntakeTests
{
    [Fact]
    public void Places_of_one_page_are_not_one_page()
    {
        var document = Document(
            Item("1", "https://diary.example/2026/03/01.html#a1", Texts.Ferry),
            Item("2", "https://diary.example/2026/03/01.html#a2", Texts.Bridge),
            Item("3", "https://diary.example/2026/03/02.html#top", Texts.Library)
        );

        var hashes = ItemIntake.Identify(document, guidsAreTrusted: true).Select(x => Fingerprint(x, document).UrlHash).ToList();

        Assert.Equal([0UL, 0UL], hashes[..2]);
        Assert.NotEqual(0UL, hashes[2]);
    }

    [Fact]
    public void What_a_feed_escaped_twice_is_matched_and_shown_as_text()
    {
        var document = Document(Item("1", "https://a.example/1", $"&lt;p class=x&gt;{Texts.Ferry}&lt;/p&gt;"));
        var plain = Document(Item("1", "https://a.example/1", $"<p>{Texts.Ferry}</p>"));

        var (twice, once) = (Content(document), Content(plain));

        Assert.Equal(once.Fingerprint.ToArray(), twice.Fingerprint.ToArray());
        Assert.Equal(once.Excerpt, twice.Excerpt);
    }

    [Theory]
    [InlineData("<item><title>Third</title><link>https://a.example/3</li")]
    [InlineData("<item><title>Third</title><description>The ferry to")]
    [InlineData("<item><title>Third")]
    [InlineData("<item><title>Third</title><gu")]
    public void What_is_left_of_an_item_where_a_document_is_cut_off_is_no_item_yet(string rest)
    {
        var document = Parsed($"<rss version='2.0'><channel><title>t</title>{Whole(1)}{Whole(2)}{rest}");

        var entries = ItemIntake.Identify(document, guidsAreTrusted: true);

        Assert.Equal(["1", "2"], entries.Select(x => x.Item.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("</item>\n")]
    [InlineData("</item></channel>")]
    public void A_publisher_who_forgets_the_last_ends_loses_no_item(string end)
    {
        var document = Parsed(
            $"<rss version='2.0'><channel><title>t</title>{Whole(1)}{Whole(2).Replace("</item>", end, StringComparison.Ordinal)}"
        );

        var entries = ItemIntake.Identify(document, guidsAreTrusted: true);

        Assert.Equal(["1", "2"], entries.Select(x => x.Item.Id));
    }

    private static string Whole(int number) => $"<item><title>Entry {number}</title><guid>{number}</guid></item>";

    private static ParsedFeed Parsed(string document) =>
        Assert.IsType<ParseResult.Parsed>(FeedParser.Parse(System.Text.Encoding.UTF8.GetBytes(document), DocumentContext.None)).Feed;

    private static ItemContent Content(ParsedFeed document) =>
        ItemIntake.Content(ItemIntake.Identify(document, guidsAreTrusted: true)[0], document, Feed);

    private static StoryFingerprint Fingerprint(Entry entry, ParsedFeed document) =>
        StoryFingerprint.FromBytes(ItemIntake.Content(entry, document, Feed).Fingerprint.Span);

    private static Feed Feed => new() { Id = "diary", Url = "https://diary.example/feed" };

    private static ParsedFeed Document(params ParsedItem[] items) =>
        new()
        {
            Format = FeedFormat.Rss20,
            Encoding = "utf-8",
            Items = items,
        };

    private static ParsedItem Item(string id, string link, string html) =>
        new()
        {
            Id = id,
            Link = link,
            Title = new TextConstruct($"Entry {id}", TextConstruct.Text, null),
            Content = new TextConstruct(html, TextConstruct.Html, null),
        };
}
