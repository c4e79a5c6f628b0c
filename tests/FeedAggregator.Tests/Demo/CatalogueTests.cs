using System.Xml.Linq;

namespace FeedAggregator.Tests.Demo;

public sealed class CatalogueTests
{
    private static readonly XElement Opml = XDocument.Load(Path.Combine(DemoPublisherTests.Seeds, "catalogue.opml")).Root!;
    private static readonly List<XElement> Feeds =
    [
        .. Opml.Descendants("outline").Where(outline => outline.Attribute("xmlUrl") is not null),
    ];

    [Fact]
    public void The_catalogue_is_opml_2_with_folders_of_feeds()
    {
        var folders = Opml.Element("body")!.Elements("outline").ToList();

        Assert.Equal("2.0", Opml.Attribute("version")!.Value);
        Assert.All(folders, folder => Assert.NotEmpty(folder.Elements()));
        Assert.Equal(Feeds, folders.Elements("outline"));
        Assert.True(Feeds.Count >= 60);
    }

    [Fact]
    public void Every_feed_has_a_name_a_web_address_and_a_language()
    {
        Assert.All(
            Feeds,
            feed =>
            {
                Assert.NotEmpty(feed.Attribute("text")!.Value);
                Assert.Equal("rss", feed.Attribute("type")!.Value);
                Assert.Equal(2, feed.Attribute("language")!.Value.Length);
                Assert.Matches("^https?$", new Uri(feed.Attribute("xmlUrl")!.Value).Scheme);
                Assert.Matches("^https?$", new Uri(feed.Attribute("htmlUrl")!.Value).Scheme);
            }
        );
    }

    [Fact]
    public void No_address_and_no_name_is_there_twice()
    {
        var addresses = Feeds.Select(feed => feed.Attribute("xmlUrl")!.Value.TrimEnd('/').ToLowerInvariant());
        var names = Feeds.Select(feed => feed.Attribute("text")!.Value);

        Assert.Empty(addresses.GroupBy(address => address).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Theory]
    [InlineData("Indonesia", "https://www.antaranews.com/rss/terkini.xml")]
    [InlineData("Indonesia", "https://mediaindonesia.com/feed/all")]
    [InlineData("Indonesia", "https://www.kompas.com/rss")]
    [InlineData("Indonesia", "https://rss.tempo.co/nasional")]
    [InlineData("Indonesia", "https://www.thejakartapost.com/feed")]
    [InlineData("ASEAN", "https://www.channelnewsasia.com/api/v1/rss-outbound-feed?_format=xml")]
    [InlineData("World", "https://feeds.bbci.co.uk/news/world/rss.xml")]
    [InlineData("Technology", "https://lwn.net/headlines/rss")]
    [InlineData("Science", "https://www.nature.com/nature.rss")]
    public void The_outlets_people_ask_for_first_are_in_their_folders(string folder, string address)
    {
        var feed = Assert.Single(Feeds, feed => feed.Attribute("xmlUrl")!.Value == address);

        Assert.Equal(folder, feed.Parent!.Attribute("text")!.Value);
    }
}
