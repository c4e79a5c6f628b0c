using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Fetching.WebSub;

namespace FeedAggregator.Tests.Fetching.WebSub;

public sealed class WebSubTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Uri Page = new("https://news.example.org/feed");

    private static readonly HubSubscription Asked = new()
    {
        Offer = new HubOffer(new Uri("https://hub.example.org/"), Page),
        Callback = new Uri("https://reader.example.net/hubs/4711"),
        Secret = "s3cret",
    };

    [Theory]
    [InlineData("<https://hub.example.org/>; rel=\"hub\", <https://news.example.org/feed>; rel=self")]
    [InlineData("</x>; title=\"a, b\"; rel=next, <https://hub.example.org/>; rel=\"other HUB\", </feed>; rel=self")]
    [InlineData("<javascript:alert(1)>; rel=hub, <https://hub.example.org/>; rel=hub, <https://news.example.org/feed>; rel=self")]
    public void An_offer_is_found_in_header_fields(string field)
    {
        var offer = HubOffer.Find(field, [], Page);

        Assert.Equal(Asked.Offer, offer);
    }

    [Fact]
    public void An_offer_is_found_in_the_document_where_the_header_has_none()
    {
        var offer = HubOffer.Find(null, [("https://hub.example.org/", "hub"), ("feed", "self")], Page);

        Assert.Equal(Asked.Offer, offer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<https://hub.example.org/>; rel=hub")]
    [InlineData("<https://news.example.org/feed>; rel=self")]
    [InlineData("<<>>;;,,=\"")]
    public void Half_an_offer_is_none(string? field)
    {
        Assert.Null(HubOffer.Find(field, [], Page));
    }

    [Fact]
    public void A_subscription_is_asked_for_with_callback_topic_lease_and_secret()
    {
        var form = Asked.SubscribeForm().ToDictionary();

        Assert.Equal(("subscribe", "https://news.example.org/feed"), (form["hub.mode"], form["hub.topic"]));
        Assert.Equal(
            ("https://reader.example.net/hubs/4711", "s3cret", "864000"),
            (form["hub.callback"], form["hub.secret"], form["hub.lease_seconds"])
        );
        Assert.Equal("unsubscribe", Asked.UnsubscribeForm().ToDictionary()["hub.mode"]);
    }

    [Fact]
    public void A_hub_that_asks_about_our_own_wish_gets_its_challenge_back_and_the_lease_begins()
    {
        var (echo, now) = Asked.Verify(Question("subscribe", lease: "86400"), wanted: true, Now);

        Assert.Equal("ch4llenge", echo);
        Assert.Equal(Now.AddDays(1), now.LeaseEnds);
        Assert.True(now.IsActive(Now.AddHours(23)));
        Assert.False(now.IsActive(Now.AddDays(1)));
    }

    [Theory]
    [InlineData("subscribe", "https://news.example.org/other", "86400", true)]
    [InlineData("subscribe", "https://news.example.org/feed", "86400", false)]
    [InlineData("subscribe", "https://news.example.org/feed", "never", true)]
    [InlineData("unsubscribe", "https://news.example.org/feed", "86400", true)]
    [InlineData("denied", "https://news.example.org/other", "86400", true)]
    [InlineData("publish", "https://news.example.org/feed", "86400", true)]
    public void What_we_did_not_ask_for_is_not_confirmed(string mode, string topic, string lease, bool wanted)
    {
        var active = Asked with { LeaseEnds = Now.AddDays(1) };

        var (echo, now) = active.Verify(Question(mode, topic, lease), wanted, Now);

        Assert.Null(echo);
        Assert.Equal(active, now);
    }

    [Fact]
    public void A_denial_and_a_wanted_end_bring_back_polling()
    {
        var active = Asked with { LeaseEnds = Now.AddDays(1) };

        var denied = active.Verify(Question("denied"), wanted: true, Now);
        var ended = active.Verify(Question("unsubscribe"), wanted: false, Now);

        Assert.Equal((null, false), (denied.Echo, denied.Now.IsActive(Now)));
        Assert.Equal(("ch4llenge", false), (ended.Echo, ended.Now.IsActive(Now)));
    }

    [Theory]
    [InlineData("1", 5)]
    [InlineData("4000000000", 30 * 24 * 60)]
    public void A_lease_is_kept_within_reason(string seconds, int minutes)
    {
        var (_, now) = Asked.Verify(Question("subscribe", lease: seconds), wanted: true, Now);

        Assert.Equal(Now.AddMinutes(minutes), now.LeaseEnds);
    }

    [Fact]
    public void A_lease_is_renewed_before_it_ends()
    {
        Assert.Equal(Now, Asked.RenewAt(Now));
        Assert.Equal(Now.AddHours(8), (Asked with { LeaseEnds = Now.AddHours(10) }).RenewAt(Now));
        Assert.Equal(Now.AddDays(29), (Asked with { LeaseEnds = Now.AddDays(30) }).RenewAt(Now));
    }

    [Fact]
    public void A_push_counts_only_with_the_hubs_signature()
    {
        var body = Encoding.UTF8.GetBytes("<feed/>");
        var key = Encoding.UTF8.GetBytes("s3cret");
        var sha256 = Convert.ToHexString(HMACSHA256.HashData(key, body));
        const string Sha1 = "d0f17a456159bccb28b7f244db7aadc2ccbc8f1d";

        Assert.True(Asked.IsSigned($"sha256={sha256}", body));
        Assert.True(Asked.IsSigned($"SHA1={Sha1}", body));
        Assert.False(Asked.IsSigned($"sha256={sha256}", "<feed />"u8));
        Assert.False((Asked with { Secret = "other" }).IsSigned($"sha256={sha256}", body));
        Assert.All(
            new[] { null, "", "sha256", "sha256=", "sha256=zz", $"md5={sha256}", $"sha512={sha256}" },
            header => Assert.False(Asked.IsSigned(header, body))
        );
    }

    [Fact]
    public void Without_a_secret_nothing_counts()
    {
        var header = "sha256=" + Convert.ToHexString(HMACSHA256.HashData([], "<feed/>"u8));

        Assert.False((Asked with { Secret = "" }).IsSigned(header, "<feed/>"u8));
    }

    private static HubQuestion Question(string mode, string topic = "https://news.example.org/feed", string lease = "3600") =>
        HubQuestion.Read(name =>
            name switch
            {
                "hub.mode" => mode,
                "hub.topic" => topic,
                "hub.challenge" => "ch4llenge",
                "hub.lease_seconds" => lease,
                _ => null,
            }
        );
}
