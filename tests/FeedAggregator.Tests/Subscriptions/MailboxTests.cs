using FeedAggregator.Languages;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Tests.Subscriptions;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("reader@example.org", "reader@example.org")]
    [InlineData("  Reader.Name+news@Example.ORG ", "Reader.Name+news@example.org")]
    [InlineData("leser@münchen.example", "leser@xn--mnchen-3ya.example")]
    public void A_mailbox_is_kept_as_it_can_be_written_to(string typed, string expected)
    {
        Assert.Equal(expected, Mailbox.Parse(typed, out _)?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("reader")]
    [InlineData("@example.org")]
    [InlineData("reader@")]
    [InlineData("reader@localhost")]
    [InlineData("reader@[127.0.0.1]")]
    [InlineData("reader@127.0.0.1")]
    [InlineData("reader@example.org\r\nRCPT TO:<victim@example.org>")]
    [InlineData("reader@example.org\nBcc: victim@example.org")]
    [InlineData("rea\rder@example.org")]
    [InlineData("a b@example.org")]
    [InlineData("<reader@example.org>")]
    [InlineData("\"quoted\"@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData("reader@-example.org")]
    [InlineData("lesér@example.org")]
    [InlineData("a@example.org,b@example.org")]
    public void What_is_no_mailbox_is_refused_with_advice(string typed)
    {
        Assert.Null(Mailbox.Parse(typed, out var problem));
        Assert.NotEmpty(new WishProblem("email", problem).In(FrameLanguage.For("en")));
    }

    [Theory]
    [InlineData("Pele\u0301@example.org", "Pel\u00E9@example.org")]
    [InlineData("用户@例え.example", "用户@xn--r8jz45g.example")]
    [InlineData("अजय@example.org", "अजय@example.org")]
    public void Other_letters_are_taken_where_the_server_takes_them(string typed, string expected)
    {
        Assert.Equal(expected, Mailbox.Parse(typed, out _, utf8: true)?.ToString());
    }

    [Theory]
    [InlineData("a\u202Eb@example.org")]
    [InlineData("a\u2028b@example.org")]
    [InlineData("a\u0085b@example.org")]
    [InlineData("a\u200Bb@example.org")]
    [InlineData("a\uD800b@example.org")]
    [InlineData("a＠b@example.org")]
    [InlineData("é\r\nRCPT TO:<victim@example.org>@example.org")]
    [InlineData("用用用用用用用用用用用用用用用用用用用用用用@example.org")]
    public void Signs_that_are_no_letters_are_refused_even_there(string typed)
    {
        Assert.Null(Mailbox.Parse(typed, out var problem, utf8: true));
        Assert.Equal(WishFault.MailboxMalformed, problem);
    }

    [Fact]
    public void A_mailbox_has_at_most_254_characters()
    {
        var domain = string.Join('.', Enumerable.Repeat("a23456789", 19)) + ".example";

        Assert.NotNull(Mailbox.Parse(new string('x', 254 - 1 - domain.Length) + "@" + domain, out _));
        Assert.Null(Mailbox.Parse(new string('x', 255 - 1 - domain.Length) + "@" + domain, out _));
        Assert.Null(Mailbox.Parse(new string('x', 65) + "@example.org", out _));
    }
}
