using System.Text;
using FeedAggregator.Delivery;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Delivery;

public sealed class MailCourierTests
{
    private static readonly HandOver Ours = _ => Task.FromResult(true);

    [Fact]
    public async Task A_mail_arrives_as_it_was_written_dots_at_line_starts_too()
    {
        await using var server = new MailServer();
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();
        var mail = Mail() with { Text = ".\n..two\n.one dot\nbody" };

        var attempt = await lane.SendAsync(mail, Ours, default);

        Assert.IsType<Attempt.Accepted>(attempt);
        var received = Assert.Single(server.Received);
        Assert.Equal(Encoding.ASCII.GetString(MimeWriter.Write(mail)), received.Data);
        Assert.Equal("reader@example.org", received.To);
        Assert.Equal("MAIL FROM:<digest@news.example>", received.From);
    }

    [Fact]
    public async Task Many_mails_go_over_one_connection()
    {
        await using var server = new MailServer();
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();

        for (var i = 0; i < 5; i++)
            Assert.IsType<Attempt.Accepted>(await lane.SendAsync(Mail() with { ToMailbox = $"r{i}@example.org" }, Ours, default));

        Assert.Equal(5, server.Received.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_refused_reader_does_not_hold_up_the_next()
    {
        await using var server = new MailServer(
            (to, _) => to.StartsWith("gone", StringComparison.Ordinal) ? MailFault.NoSuchUser : MailFault.None
        );
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();

        var refused = await lane.SendAsync(Mail() with { ToMailbox = "gone@example.org" }, Ours, default);
        var accepted = await lane.SendAsync(Mail(), Ours, default);

        Assert.Equal(new Attempt.Refused("550 5.1.1 no such user", DeadMailbox: true), refused);
        Assert.IsType<Attempt.Accepted>(accepted);
    }

    [Theory]
    [InlineData(MailFault.Greylist, typeof(Attempt.Deferred))]
    [InlineData(MailFault.OverQuota, typeof(Attempt.Refused))]
    [InlineData(MailFault.Closing, typeof(Attempt.Deferred))]
    [InlineData(MailFault.DropInData, typeof(Attempt.Deferred))]
    [InlineData(MailFault.DropAfterDot, typeof(Attempt.Unknown))]
    public async Task Each_fault_is_told_apart_and_the_next_mail_goes_through(object fault, Type expected)
    {
        await using var server = new MailServer((_, n) => n == 0 ? (MailFault)fault : MailFault.None);
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();

        // More than the buffers of both ends can hold: the end of it must not be written before the server hangs up in the middle.
        var first = await lane.SendAsync(Mail() with { Text = new string('x', 16_000_000) }, Ours, default);
        var second = await lane.SendAsync(Mail(), Ours, default);

        Assert.Equal(expected, first.GetType());
        Assert.IsType<Attempt.Accepted>(second);
    }

    [Fact]
    public async Task What_another_node_has_by_now_is_not_handed_over()
    {
        await using var server = new MailServer();
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail(), _ => Task.FromResult(false), default);

        Assert.IsType<Attempt.Overtaken>(attempt);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_the_timeout()
    {
        await using var server = new MailServer((_, _) => MailFault.Silent);
        await using var lane = new MailCourier(Options(server) with { Timeout = TimeSpan.FromSeconds(1) }, TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail(), Ours, default);

        Assert.Equal(new Attempt.Deferred("the server did not answer within 1 s"), attempt);
    }

    [Fact]
    public async Task A_server_that_is_down_is_unreachable()
    {
        var server = new MailServer();
        var options = Options(server);
        await server.DisposeAsync();
        await using var lane = new MailCourier(options, TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail(), Ours, default);

        Assert.StartsWith(
            $"127.0.0.1:{options.Port} cannot be reached",
            Assert.IsType<Attempt.Unreachable>(attempt).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("PLAIN LOGIN", "AUTH PLAIN AHVzZXIAcGFzcw==")]
    [InlineData("CRAM-MD5 PLAIN", "AUTH PLAIN AHVzZXIAcGFzcw==")]
    [InlineData("CRAM-MD5 LOGIN", "cGFzcw==")]
    public async Task Credentials_are_sent_as_the_server_offers(string offer, string expected)
    {
        Environment.SetEnvironmentVariable("FEEDAGGREGATOR_TEST_SMTP", "pass");
        await using var server = new MailServer { Auth = offer };
        var options = Options(server) with { User = "user", Password = "env:FEEDAGGREGATOR_TEST_SMTP" };
        await using var lane = new MailCourier(options, TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail(), Ours, default);

        Assert.IsType<Attempt.Accepted>(attempt);
        Assert.Contains(expected, server.Commands);
    }

    [Fact]
    public async Task Without_a_way_to_authenticate_nothing_is_sent()
    {
        Environment.SetEnvironmentVariable("FEEDAGGREGATOR_TEST_SMTP", "pass");
        await using var server = new MailServer();
        var options = Options(server) with { User = "user", Password = "env:FEEDAGGREGATOR_TEST_SMTP" };
        await using var lane = new MailCourier(options, TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail(), Ours, default);

        Assert.Contains("neither AUTH PLAIN nor LOGIN", Assert.IsType<Attempt.Unreachable>(attempt).Text, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_server_that_must_secure_and_cannot_gets_nothing()
    {
        await using var server = new MailServer();
        var options = Options(server) with { Security = MailSecurity.StartTls };
        await using var lane = new MailCourier(options, TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail(), Ours, default);

        Assert.Contains("offers no TLS", Assert.IsType<Attempt.Unreachable>(attempt).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, x => x.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pelé@example.org")]
    [InlineData("用户@example.org")]
    public async Task A_mailbox_with_other_letters_is_written_to_where_the_server_takes_them(string mailbox)
    {
        await using var server = new MailServer(null, "SIZE 1000000", "8BITMIME", "SMTPUTF8");
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();

        var attempt = await lane.SendAsync(Mail() with { ToMailbox = mailbox }, Ours, default);

        Assert.IsType<Attempt.Accepted>(attempt);
        var received = Assert.Single(server.Received);
        Assert.Equal(mailbox, received.To);
        Assert.Equal($"<{mailbox}>", received.Header("To"));
        Assert.EndsWith(" BODY=8BITMIME SMTPUTF8", received.From, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_takes_no_other_letters_is_not_asked_to_and_takes_the_next_mail()
    {
        await using var server = new MailServer(null, "8BITMIME");
        await using var lane = new MailCourier(Options(server), TimeProvider.System).Lane();

        var refused = await lane.SendAsync(Mail() with { ToMailbox = "pelé@example.org" }, Ours, default);
        var accepted = await lane.SendAsync(Mail(), Ours, default);

        Assert.Contains("SMTPUTF8", Assert.IsType<Attempt.Refused>(refused).Text, StringComparison.Ordinal);
        Assert.IsType<Attempt.Accepted>(accepted);
        Assert.DoesNotContain("SMTPUTF8", Assert.Single(server.Received).From, StringComparison.Ordinal);
    }

    internal static MailOptions Options(MailServer server) =>
        new()
        {
            Host = "127.0.0.1",
            Port = server.Port,
            From = "digest@news.example",
        };

    internal static MailMessage Mail() =>
        new()
        {
            MessageId = "morning.1.7@news.example",
            FromName = "News",
            FromMailbox = "digest@news.example",
            ToMailbox = "reader@example.org",
            Subject = "Morning",
            Date = new DateTimeOffset(2026, 3, 1, 7, 0, 0, TimeSpan.Zero),
            Text = "Hello",
        };
}
