using System.Net;
using System.Security.Cryptography;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Tests.Subscriptions;

public sealed class SubscriptionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly SignedLinks Links = new([.. Enumerable.Range(0, 32).Select(x => (byte)x)]);

    [Fact]
    public void A_signed_link_is_good_for_its_purpose_and_its_subscription_alone()
    {
        var token = Links.Token(LinkPurpose.Unsubscribe, 42);

        Assert.Equal(42, Links.Read(LinkPurpose.Unsubscribe, token));
        Assert.Null(Links.Read(LinkPurpose.Manage, token));
        Assert.Null(Links.Read(LinkPurpose.Unsubscribe, token.Replace("42-", "43-", StringComparison.Ordinal)));
        Assert.Null(new SignedLinks(new byte[32]).Read(LinkPurpose.Unsubscribe, token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("-abc")]
    [InlineData("42-")]
    [InlineData("99999999999999999999-abc")]
    [InlineData("042-")]
    public void A_forged_link_is_good_for_nothing(string? token)
    {
        Assert.Null(Links.Read(LinkPurpose.Unsubscribe, token));
    }

    [Fact]
    public void A_confirmation_token_is_known_by_its_hash_and_not_by_itself()
    {
        using var chance = RandomNumberGenerator.Create();
        var (token, hash) = ConfirmationToken.New(chance);

        Assert.Equal(hash, ConfirmationToken.HashOf(token));
        Assert.DoesNotContain(token, hash, StringComparison.Ordinal);
        Assert.Null(ConfirmationToken.HashOf(token[..^1]));
        Assert.Null(ConfirmationToken.HashOf("<script>"));
        Assert.Null(ConfirmationToken.HashOf(null));
    }

    [Theory]
    [InlineData("2026-03-01T08:00:00Z", null, "UTC", "2026-03-01T08:00:00Z")]
    [InlineData("2026-03-01T08:00:00Z", 9, "UTC", "2026-03-01T09:00:00Z")]
    [InlineData("2026-03-01T08:00:00Z", 8, "UTC", "2026-03-01T08:00:00Z")]
    [InlineData("2026-03-01T08:00:01Z", 8, "UTC", "2026-03-02T08:00:00Z")]
    [InlineData("2026-03-01T08:00:00Z", 7, "Asia/Jakarta", "2026-03-02T00:00:00Z")]
    // Berlin has no 02:00 on 2026-03-29, and two on 2026-10-25.
    [InlineData("2026-03-28T23:30:00Z", 2, "Europe/Berlin", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T23:30:00Z", 2, "Europe/Berlin", "2026-10-25T00:00:00Z")]
    public void An_edition_is_due_at_the_next_such_hour_of_the_readers_day(string published, int? hour, string zone, string expected)
    {
        var wish = new SubscriptionWish { Hour = hour, TimeZone = zone };

        Assert.Equal(DateTimeOffset.Parse(expected, null), wish.DueAfter(DateTimeOffset.Parse(published, null)));
    }

    [Fact]
    public void A_wish_says_everything_that_is_wrong_with_it()
    {
        var wish = new SubscriptionWish
        {
            Hour = 24,
            TimeZone = "Mars/Olympus",
            IncludeWords = ["!!!"],
            ExcludeWords = [new string('x', 101), .. Enumerable.Repeat("x", 60)],
        };

        Assert.Equal(["hour", "zone", "include", "exclude", "exclude"], wish.Problems().Select(x => x.Field));
    }

    [Theory]
    [InlineData(0, 0, false, SignUpVerdict.Take)]
    [InlineData(20, 0, false, SignUpVerdict.Refuse)]
    [InlineData(19, 3, false, SignUpVerdict.Ignore)]
    [InlineData(0, 0, true, SignUpVerdict.Ignore)]
    public void Sign_ups_are_limited_by_network_openly_and_by_mailbox_silently(
        int network,
        int mailbox,
        bool suppressed,
        SignUpVerdict expected
    )
    {
        Assert.Equal(expected, new SignUpLimits(3, 20).Judge(network, mailbox, suppressed));
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2345::1", "2001:db8:1:2300::/56")]
    public void A_visitor_counts_as_the_network_a_customer_has(string address, string expected)
    {
        Assert.Equal(expected, SignUpLimits.NetworkOf(IPAddress.Parse(address)));
    }

    [Fact]
    public void One_hard_bounce_suppresses_and_so_does_the_fifth_soft_one_in_a_row()
    {
        var soft = Enumerable
            .Range(1, 4)
            .Aggregate((Suppression?)null, (x, day) => Suppression.After(x, false, "full", null, Now.AddDays(day)));

        Assert.Null(soft!.Since);
        Assert.Equal(Now.AddDays(5), Suppression.After(soft, false, "full", null, Now.AddDays(5))!.Since);
        Assert.Equal(1, Suppression.After(soft, false, "full", null, Now.AddDays(60))!.SoftBounces);
        Assert.Equal(Now, Suppression.After(null, true, "gone", null, Now)!.Since);
    }

    [Fact]
    public void A_bounce_that_is_told_again_counts_once_until_it_turns_out_to_be_hard()
    {
        var first = Suppression.After(null, false, "full", "morning.1@news.example", Now)!;
        var second = Suppression.After(first, false, "full", "morning.2@news.example", Now)!;

        var again = Suppression.After(second, false, "full", "morning.1@news.example", Now);
        var hard = Suppression.After(second, true, "gone", "morning.1@news.example", Now)!;
        var hardAgain = Suppression.After(hard, true, "gone", "morning.1@news.example", Now);

        Assert.Equal((1, 2), (first.SoftBounces, second.SoftBounces));
        Assert.Null(again);
        Assert.Equal(Now, hard.Since);
        Assert.Null(hardAgain);
    }
}
