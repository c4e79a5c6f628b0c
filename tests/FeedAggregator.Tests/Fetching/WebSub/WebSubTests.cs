using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Fetching;
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
        AskedAt = Now,
        Tries = 1,
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
        var form = Asked.Form().ToDictionary();

        Assert.Equal(("subscribe", "https://news.example.org/feed"), (form["hub.mode"], form["hub.topic"]));
        Assert.Equal(
            ("https://reader.example.net/hubs/4711", "s3cret", "864000"),
            (form["hub.callback"], form["hub.secret"], form["hub.lease_seconds"])
        );
        Assert.Equal("unsubscribe", Asked.Withdrawn(Now).Form().ToDictionary()["hub.mode"]);
    }

    [Fact]
    public void A_hub_that_asks_about_our_own_wish_gets_its_challenge_back_and_the_lease_begins()
    {
        var (echo, now) = Asked.Verify(Question("subscribe", lease: "86400"), Now);

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
        var active = Asked with { LeaseEnds = Now.AddDays(1), Wanted = wanted };

        var (echo, now) = active.Verify(Question(mode, topic, lease), Now);

        Assert.Null(echo);
        Assert.Equal(active, now);
    }

    [Fact]
    public void A_denial_and_a_wanted_end_bring_back_polling()
    {
        var active = Asked with { LeaseEnds = Now.AddDays(1) };

        var denied = active.Verify(Question("denied"), Now);
        var ended = active.Withdrawn(Now).Verify(Question("unsubscribe"), Now);

        Assert.Equal(("", false), (denied.Echo, denied.Now.IsActive(Now)));
        Assert.Equal(Now.AddDays(7), denied.Now.DueAt);
        Assert.Equal(("ch4llenge", false), (ended.Echo, ended.Now.IsActive(Now)));
    }

    [Theory]
    [InlineData("1", 5)]
    [InlineData("4000000000", 30 * 24 * 60)]
    public void A_lease_is_kept_within_reason(string seconds, int minutes)
    {
        var (_, now) = Asked.Verify(Question("subscribe", lease: seconds), Now);

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
    public void A_hub_that_never_verifies_is_asked_less_and_less_and_one_that_does_is_asked_for_the_next_lease()
    {
        var first = (Asked with { Tries = 0 }).Asking(Now);
        var second = first.Asking(first.DueAt);
        var fourth = second.Asking(second.DueAt).Asking(Now.AddDays(2));
        var granted = fourth.Verify(Question("subscribe", lease: "864000"), Now.AddDays(2)).Now;

        Assert.Equal([Now.AddHours(1), Now.AddHours(7), Now.AddDays(3)], new[] { first.DueAt, second.DueAt, fourth.DueAt });
        Assert.Equal((0, Now.AddDays(11)), (granted.Tries, granted.DueAt));
    }

    [Fact]
    public void A_hub_that_must_be_left_alone_was_not_asked()
    {
        var asking = (Asked with { Tries = 0 }).Asking(Now);

        var heard = asking.Heard(Failure("Leave it alone.") with { Deferred = true, RetryAfter = Now.AddMinutes(3) });

        Assert.Equal((0, Now.AddMinutes(3), null), (heard.Tries, heard.DueAt, heard.Trouble));
    }

    [Fact]
    public void A_late_failure_says_nothing_of_a_lease_that_the_hub_has_granted_meanwhile()
    {
        var granted = Asked.Verify(Question("subscribe"), Now).Now;

        Assert.Equal(granted, granted.Heard(Failure("It took too long.")));
        Assert.Equal("It took too long.", Asked.Heard(Failure("It took too long.")).Trouble);
    }

    [Fact]
    public void A_denied_lease_comes_back_only_when_it_was_asked_for_again()
    {
        var denied = (Asked with { LeaseEnds = Now.AddDays(1) }).Verify(Question("denied"), Now).Now;

        Assert.Null(denied.Verify(Question("subscribe"), Now).Echo);
        Assert.Null(Asked.Verify(Question("subscribe"), Now.AddDays(2)).Echo);
        Assert.NotNull(denied.Asking(Now.AddDays(7)).Verify(Question("subscribe"), Now.AddDays(7)).Echo);
    }

    [Fact]
    public void What_is_not_wanted_is_over_when_the_hub_agrees_or_its_lease_ends_or_it_never_answers()
    {
        var leaving = (Asked with { LeaseEnds = Now.AddDays(9) }).Withdrawn(Now);
        var askedInVain = leaving.Asking(Now).Asking(Now.AddHours(1)).Asking(Now.AddHours(7));

        Assert.False(leaving.IsOver(Now));
        Assert.True(leaving.Verify(Question("unsubscribe"), Now).Now.IsOver(Now));
        Assert.True(leaving.IsOver(Now.AddDays(9)));
        Assert.False(askedInVain.IsOver(Now.AddHours(8)));
        Assert.True(askedInVain.IsOver(Now.AddHours(31)));
        Assert.True(Asked.Withdrawn(Now).IsOver(Now));
        Assert.False(Asked.IsOver(Now.AddYears(1)));
    }

    [Theory]
    [InlineData("https://hub.example.org/", "https://news.example.org/feed", true)]
    [InlineData("http://hub.example.org/", "https://news.example.org/feed", false)]
    [InlineData("http://hub.example.org/", "http://news.example.org/feed", true)]
    public void A_hub_is_as_well_protected_as_the_feed(string hub, string address, bool safe) =>
        Assert.Equal(safe, new HubOffer(new Uri(hub), Page).IsAsSafeAs(new Uri(address)));

    [Fact]
    public void What_is_secret_is_in_no_text() => Assert.Equal("https://news.example.org/feed by https://hub.example.org/", $"{Asked}");

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

    private static FetchResult.Failed Failure(string text) =>
        new(FailureClass.Timeout, text) { Facts = new FetchFacts { FinalUrl = Asked.Offer.Hub } };

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
