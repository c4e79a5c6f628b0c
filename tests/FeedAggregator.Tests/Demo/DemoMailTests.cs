using System.Collections.Concurrent;
using FeedAggregator.Delivery;
using FeedAggregator.Service.Demo;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Demo;

/// <summary>The mail server of the demo, and what its terminal shows of a mail.</summary>
public sealed class DemoMailTests
{
    [Fact]
    public void A_subject_in_other_letters_and_a_link_over_two_lines_are_read_as_they_were_meant()
    {
        var mail = DemoMail.Read(
            "me@example.org",
            "From: x\r\nSubject: =?utf-8?Q?Caf=C3=A9_am?=\r\n =?utf-8?B?IE1vcmdlbg==?=\r\nTo: y\r\n\r\nOpen=20this:\r\nhttp://127.0.0.1:8080/confirm?a=3D1&b=\r\n=3D2\r\nhttp://later.example/\r\n"
        );

        Assert.Equal(("me@example.org", "Café am Morgen"), (mail.To, mail.Subject));
        Assert.Equal("http://127.0.0.1:8080/confirm?a=1&b=2", mail.Link?.AbsoluteUri);
    }

    [Fact]
    public void An_edition_is_shown_with_its_own_page_and_not_with_the_first_story_in_it()
    {
        var mail = DemoMail.Read(
            "me@example.org",
            "Subject: Today\n\nhttp://127.0.0.9/story.html\nhttp://127.0.0.1:8080/digests/today/2\n"
        );

        Assert.Equal("http://127.0.0.1:8080/digests/today/2", mail.Link?.AbsoluteUri);
    }

    [Fact]
    public void A_mail_without_subject_or_link_is_shown_all_the_same()
    {
        Assert.Equal(new DemoMail("me@example.org", "", null), DemoMail.Read("me@example.org", "To: y\r\n\r\nHello.\r\n"));
    }

    [Fact]
    public async Task Our_own_courier_hands_over_and_the_demo_has_it()
    {
        var taken = new ConcurrentQueue<DemoMail>();
        await using var server = DemoMailServer.Start(taken.Enqueue);
        var options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            From = "digest@demo.example",
        };
        await using var lane = new MailCourier(options, TimeProvider.System).Lane();

        var message = new MailMessage
        {
            FromName = "Demo",
            FromMailbox = "digest@demo.example",
            ToMailbox = "me@example.org",
            Subject = "Konfirmasi – Today",
            Text = "Open http://127.0.0.1:8080/subscriptions/confirm?digest=today&token=abc\n.a line with a dot\n",
            Date = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            MessageId = "1@demo.example",
        };
        var attempt = await lane.SendAsync(message, _ => Task.FromResult(true), CancellationToken.None);

        Assert.IsType<Attempt.Accepted>(attempt);
        var mail = Assert.Single(taken);
        Assert.Equal(("me@example.org", "Konfirmasi – Today"), (mail.To, mail.Subject));
        Assert.Equal("http://127.0.0.1:8080/subscriptions/confirm?digest=today&token=abc", mail.Link?.AbsoluteUri);
    }
}
