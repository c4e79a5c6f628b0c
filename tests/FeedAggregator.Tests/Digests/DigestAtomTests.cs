using System.Text.Json;
using FeedAggregator.Digests.Rendering;

namespace FeedAggregator.Tests.Digests;

public sealed class DigestAtomTests
{
    [Fact]
    public void A_digest_is_a_valid_Atom_feed()
    {
        Assert.Empty(AtomRules.Broken(DigestAtom.Write(SampleDay.English, Some.Frame)));
        Assert.Empty(AtomRules.Broken(DigestAtom.Write(SampleDay.Indonesian, Some.Frame with { Edition = 3 })));
        Assert.Empty(AtomRules.Broken(DigestAtom.Write(SampleDay.Empty, Some.Frame)));
    }

    [Fact]
    public void The_rules_do_find_what_is_broken()
    {
        const string Feed = """
            <feed xmlns="http://www.w3.org/2005/Atom"><id>x y</id><updated>yesterday</updated><author/><link href="/a"/>
            <entry><id>tag:a.example,2026:1</id><title/><updated>2026-01-01T00:00:00Z</updated></entry>
            <entry><id>tag:a.example,2026:1</id><title/><updated>2026-01-01T00:00:00Z</updated><category/></entry></feed>
            """;

        Assert.Equal(10, AtomRules.Broken(Feed).Count);
    }

    [Fact]
    public void Text_that_XML_forbids_stays_out_whatever_field_it_comes_in()
    {
        const string Bad = "a\u0000b\u0008\uFFFE\uD800 <&>\"' ]]> \u0085c";
        var item = Some.Item(1) with
        {
            Title = Bad,
            Excerpt = Bad,
            Author = Bad,
            FeedName = Bad,
            FeedTags = [Bad, "\u0001"],
            Language = Bad,
            Link = "https://a.example/" + Bad,
        };
        var view = Some.View(item, Some.Item(2, 1) with { Link = "ftp://b.example" }) with { Title = Bad, Description = Bad };

        Assert.Empty(AtomRules.Broken(DigestAtom.Write(view, Some.Frame with { SiteName = Bad })));
        using var feed = JsonDocument.Parse(DigestJsonFeed.Write(view, Some.Frame));
        using var json = JsonDocument.Parse(DigestJson.Write(view, Some.Frame));
        Assert.Equal("ab\uFFFD <&>\"' ]]> c", feed.RootElement.GetProperty("items")[0].GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("/digest.atom?tag=world&q=d'Ivoire", "tag:news.example,2026:digest/morning?tag=world&amp;q=d'Ivoire")]
    [InlineData("/digest.atom?q=köln [früh] 100%", "tag:news.example,2026:digest/morning?q=k%C3%B6ln%20%5Bfr%C3%BCh%5D%20100%25")]
    [InlineData("/digest.atom", "tag:news.example,2026:digest/morning")]
    public void What_is_asked_for_is_part_of_a_feeds_id(string address, string id)
    {
        var atom = DigestAtom.Write(SampleDay.English, Some.Frame with { AtomUrl = address });

        Assert.Contains($"<id>{id}</id>", atom, StringComparison.Ordinal);
        Assert.Empty(AtomRules.Broken(atom));
    }

    [Theory]
    [InlineData("https://news.example:8443/sub/", "tag:news.example,2026:digest/morning")]
    [InlineData("http://127.0.0.1:8080", "tag:127.0.0.1,2026:digest/morning")]
    [InlineData("http://[::1]:8080", "tag:localhost,2026:digest/morning")]
    [InlineData("http://bücher.example", "tag:xn--bcher-kva.example,2026:digest/morning")]
    public void Ids_are_tag_URIs_of_our_host_alone(string baseUrl, string id)
    {
        var atom = DigestAtom.Write(SampleDay.Empty, Some.Frame with { BaseUrl = baseUrl });

        Assert.Contains($"<id>{id}</id>", atom, StringComparison.Ordinal);
        Assert.Empty(AtomRules.Broken(atom));
    }

    [Fact]
    public void An_outlet_that_joins_a_story_does_not_make_its_entry_new()
    {
        var lead = Some.Item(1, hoursAgo: 5) with { FeedWeight = 2 };

        var before = DigestAtom.Write(Some.View(lead), Some.Frame);
        var after = DigestAtom.Write(Some.View(lead, Some.Item(2, 1, "tempo", 1)), Some.Frame);

        const string Updated = "<updated>2026-11-22T06:05:00Z</updated>";
        Assert.Equal(2, before.Split(Updated).Length - 1);
        Assert.Equal(1, after.Split(Updated).Length - 1);
    }

    [Fact]
    public void A_json_feed_has_what_version_1_1_asks_for()
    {
        using var feed = JsonDocument.Parse(DigestJsonFeed.Write(SampleDay.English, Some.Frame));

        var root = feed.RootElement;
        Assert.Equal("https://jsonfeed.org/version/1.1", root.GetProperty("version").GetString());
        Assert.Equal("https://news.example/digests/morning.feed.json", root.GetProperty("feed_url").GetString());
        var items = root.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(SampleDay.English.Stories.Count(), items.Select(i => i.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(items, i => Assert.True(i.TryGetProperty("content_html", out _) && i.TryGetProperty("date_published", out _)));
    }
}
