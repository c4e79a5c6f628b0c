using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using FeedAggregator.Service.Demo;

namespace FeedAggregator.Tests.Demo;

public sealed class DemoDocumentTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Uri Home = new("http://127.0.0.2:81/site/");
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Rss = "http://purl.org/rss/1.0/";

    [Theory]
    [InlineData(DemoContent.Both, true, "Text – one.")]
    [InlineData(DemoContent.Full, false, "<p>Text – one.</p>")]
    [InlineData(DemoContent.Summary, false, "Text – one.")]
    public void A_feed_carries_the_full_text_the_summary_or_both(object content, bool encoded, string description)
    {
        var item = Xml(new DemoFeed { Path = "feed", Content = (DemoContent)content }).Descendants("item").First();

        Assert.Equal(encoded, item.Element(Content + "encoded") is not null);
        Assert.Equal(description, item.Element("description")!.Value);
    }

    [Fact]
    public void Rss_names_item_author_categories_and_a_link_with_its_tracking()
    {
        var item = Xml(new DemoFeed { Path = "feed", Tracking = "?utm_source=rss" }).Descendants("item").First();

        Assert.Equal("tag:site.example,2026:one", item.Element("guid")!.Value);
        Assert.Equal("http://127.0.0.2:81/site/one.html?utm_source=rss", item.Element("link")!.Value);
        Assert.Equal("Sun, 22 Nov 2026 15:00:00 +0700", item.Element("pubDate")!.Value);
        Assert.Equal("Ann", item.Elements().Single(element => element.Name.LocalName == "creator").Value);
        Assert.Equal(["News", "R & D"], item.Elements("category").Select(category => category.Value));
    }

    [Fact]
    public void Rdf_lists_its_items_in_order()
    {
        var root = Xml(new DemoFeed { Path = "feed", Format = DemoFormat.Rdf });

        var listed = root.Descendants(Rdf + "li").Select(li => li.Attribute(Rdf + "resource")!.Value);
        var about = root.Elements(Rss + "item").Select(item => item.Attribute(Rdf + "about")!.Value);

        Assert.Equal(["http://127.0.0.2:81/site/one.html", "http://127.0.0.2:81/site/two.html"], about);
        Assert.Equal(about, listed);
    }

    [Fact]
    public void Atom_tells_publication_from_update()
    {
        var root = Xml(
            new DemoFeed
            {
                Path = "feed",
                Format = DemoFormat.Atom,
                Dates = DemoDates.Iso,
            }
        );

        var entry = root.Elements(Atom + "entry").First();

        Assert.Equal("2026-11-22T15:00:00+07:00", entry.Element(Atom + "published")!.Value);
        Assert.Equal("2026-11-22T15:30:00+07:00", entry.Element(Atom + "updated")!.Value);
        Assert.Equal(entry.Element(Atom + "updated")!.Value, root.Element(Atom + "updated")!.Value);
        Assert.Equal("html", entry.Element(Atom + "content")!.Attribute("type")!.Value);
    }

    [Fact]
    public void Json_feed_has_what_version_1_1_asks_for()
    {
        var document = Document(new DemoFeed { Path = "feed", Format = DemoFormat.Json });

        var root = JsonDocument.Parse(document.Bytes).RootElement;

        Assert.Equal("application/feed+json", document.ContentType);
        Assert.Equal("https://jsonfeed.org/version/1.1", root.GetProperty("version").GetString());
        Assert.Equal("http://127.0.0.2:81/site/feed", root.GetProperty("feed_url").GetString());
        Assert.Equal("tag:site.example,2026:one", root.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal("<p>Text – one.</p>", root.GetProperty("items")[0].GetProperty("content_html").GetString());
        Assert.Equal("Ann", root.GetProperty("items")[0].GetProperty("authors")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Another_charset_is_declared_and_used()
    {
        var document = Document(new DemoFeed { Path = "feed", Charset = "windows-1252" });

        Assert.StartsWith(
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
            Encoding.Latin1.GetString(document.Bytes),
            StringComparison.Ordinal
        );
        Assert.Contains((byte)0x96, document.Bytes); // the en dash
    }

    [Fact]
    public void A_broken_document_is_the_good_one_with_bare_ampersands_up_to_its_last_text()
    {
        var feed = new DemoFeed { Path = "feed", Content = DemoContent.Summary };
        var good = Encoding.UTF8.GetString(Document(feed).Bytes);

        var broken = Encoding.UTF8.GetString(Document(feed with { Behaviour = DemoBehaviour.Broken }).Bytes);

        Assert.StartsWith(broken, good.Replace("R &amp; D", "R & D", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith("Text two.", broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_seeds_or_with_a_slip_in_them_is_refused_with_the_place()
    {
        var folder = Directory.CreateTempSubdirectory("seeds");
        await Assert.ThrowsAsync<FileNotFoundException>(() => DemoSeeds.LoadAsync(folder.FullName, CancellationToken.None));

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "wire.yaml"), "- id: a\n  at: yesterday\n");
        var slip = await Assert.ThrowsAsync<YamlDotNet.Core.YamlException>(() =>
            DemoSeeds.LoadAsync(folder.FullName, CancellationToken.None)
        );
        folder.Delete(recursive: true);

        Assert.Equal(2, slip.Start.Line);
        Assert.Contains("'yesterday' is not a span of time", slip.ToString(), StringComparison.Ordinal);
    }

    private static XElement Xml(DemoFeed feed) => XDocument.Load(new MemoryStream(Document(feed).Bytes)).Root!;

    private static DemoDocument Document(DemoFeed feed)
    {
        var one = new DemoItem
        {
            Id = "one",
            At = TimeSpan.FromHours(-1),
            Title = "One",
            Author = "Ann",
            Body = "Text – one.",
            Categories = ["News", "R & D"],
            Updates = [new DemoUpdate { At = TimeSpan.FromMinutes(-30), Title = "One, again" }],
        };
        var two = new DemoItem
        {
            Id = "two",
            At = TimeSpan.FromHours(-2),
            Title = "Two",
            Body = "Text two.",
        };
        var site = new DemoSite
        {
            Slug = "site",
            Name = "Site",
            Language = "id",
            Zone = TimeSpan.FromHours(7),
            Feeds = [feed],
            Items = [two, one],
        };
        return DemoDocument.Render(site, feed, DemoEdition.At(site, Start, Start), Home);
    }
}
