using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class ItemIdentityTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keys_come_strongest_first()
    {
        var keys = ItemIdentity.Of("id-1", true, "https://news.example/a", "Ferry stuck", "The ferry is stuck in the ice.", Noon);

        Assert.Equal([IdentityLayer.Guid, IdentityLayer.CanonicalUrl, IdentityLayer.Content], keys.All.Select(x => x.Layer));
        Assert.Equal(keys.Primary, keys.All.First());
    }

    /// <summary>Computed by hand from the definition: what is stored must be found again by every later version.</summary>
    [Fact]
    public void Keys_and_hash_are_what_they_always_were()
    {
        var keys = ItemIdentity.Of(
            " tag:x,2026:1\n",
            true,
            "https://a.example/b",
            "Harbour  Marathon",
            "A teacher won.\n\t She\u00A0ran.",
            NewYear
        );
        var longer = ItemIdentity.Of(null, true, null, "Harbour Marathon", "A teacher won, and she RAN for two hours!", NewYear);

        Assert.Equal(
            ["ef3f3fd7dcbac6cb1dc5150b1e0e5c09", "0ef8f2b1c238174e7de53f4fb32c6327", "835d4f3ee709816a380bf9a7956deaf9"],
            keys.All.Select(x => x.Text)
        );
        Assert.Equal("851cd3824fdb4999b23aef6fafc647d9", keys.ContentHashText);
        Assert.Equal("8d013d8dc322059aca971e9c849f245f", longer.Primary.Text);
    }

    [Fact]
    public void A_guid_that_is_not_trusted_makes_no_key()
    {
        var keys = ItemIdentity.Of("id-1", false, "https://news.example/a", "Ferry stuck", "Ice.", Noon);

        Assert.Equal(IdentityLayer.CanonicalUrl, keys.Primary.Layer);
    }

    [Fact]
    public void A_front_page_makes_no_key()
    {
        var keys = ItemIdentity.Of(null, true, "https://news.example/", "Ferry stuck", "Ice.", Noon);

        Assert.Equal([IdentityLayer.Content], keys.All.Select(x => x.Layer));
    }

    [Fact]
    public void Keys_do_not_depend_on_how_the_address_is_spelled()
    {
        var plain = ItemIdentity.Of(null, true, "https://news.example/a", "Ferry stuck", "Ice.", Noon);
        var tracked = ItemIdentity.Of(null, true, "http://www.news.example/a?utm_source=rss", "Ferry stuck", "Ice.", Noon);

        Assert.Equal(plain.Primary, tracked.Primary);
    }

    [Fact]
    public void The_content_key_takes_no_notice_of_case_and_punctuation_but_the_content_hash_does()
    {
        var before = ItemIdentity.Of(null, true, null, "Ferry stuck", "The ferry costs $5 and is stuck in thick ice.", Noon);
        var after = ItemIdentity.Of(null, true, null, "Ferry stuck!", "The ferry costs €5 and is stuck in thick ice.", Noon);

        Assert.Equal(before.Primary, after.Primary);
        Assert.NotEqual(before.ContentHash, after.ContentHash);
    }

    [Fact]
    public void Spacing_is_no_edit()
    {
        var before = ItemIdentity.Of("1", true, null, "Ferry stuck", "In the ice.\nSince noon.", Noon);
        var after = ItemIdentity.Of("1", true, null, " Ferry  stuck ", "In the ice. Since noon.", Noon);

        Assert.Equal(before.ContentHashText, after.ContentHashText);
    }

    [Fact]
    public void A_short_notice_that_recurs_is_another_item_at_another_date()
    {
        var today = ItemIdentity.Of(null, true, null, "No alerts", "", Noon);
        var tomorrow = ItemIdentity.Of(null, true, null, "No alerts", "", Noon.AddDays(1));

        Assert.NotEqual(today.Primary, tomorrow.Primary);
    }

    [Fact]
    public void The_layer_is_part_of_the_key()
    {
        var asGuid = ItemIdentity.Of("https://news.example/a", true, null, "x", "", Noon);
        var asLink = ItemIdentity.Of(null, true, "https://news.example/a", "x", "", Noon);

        Assert.NotEqual(asGuid.Primary.Hash, asLink.Primary.Hash);
    }

    [Fact]
    public void Keys_stay_what_they_were_in_the_first_release()
    {
        var keys = ItemIdentity.Of("id-1", true, null, "Ferry stuck", "", Noon);

        Assert.Equal(32, keys.Primary.Text.Length);
        Assert.Equal("9b3b2ac7be66c9ce0c8b79e1b417a6c6", keys.Primary.Text);
    }

    [Fact]
    public void Broken_text_has_keys_too()
    {
        var one = ItemIdentity.Of("\ud800", true, "https://news.example/a", "\udc00", "\ud800x", null);
        var other = ItemIdentity.Of("\ud801", true, "https://news.example/a", "\udc00", "\ud800x", null);

        Assert.NotEqual(one.Primary, other.Primary);
    }
}
