using System.Text;
using FeedAggregator.Delivery;

namespace FeedAggregator.Tests.Delivery;

public sealed class DeliveryReportTests
{
    [Theory]
    [InlineData("5.1.1", true)]
    [InlineData("5.0.0", true)]
    [InlineData("5.2.1", true)]
    [InlineData("5.2.2", false)]
    [InlineData("5.4.4", false)]
    [InlineData("5.7.1", false)]
    [InlineData("4.4.7", false)]
    public void A_failure_is_hard_when_nothing_will_ever_arrive(string status, bool hard)
    {
        var report = DeliveryReport.Parse(Mail($"Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 no"))!;

        var recipient = Assert.Single(report.Recipients);
        Assert.Equal((hard, "reader@example.org"), (recipient.Hard, recipient.Mailbox));
        Assert.Equal("morning.1.7-abc@news.example", report.MessageId);
    }

    [Theory]
    [InlineData("Action: delayed\nStatus: 4.4.1")]
    [InlineData("Action: delivered\nStatus: 2.0.0")]
    public void What_tells_of_no_failure_is_no_bounce(string fields)
    {
        Assert.Null(DeliveryReport.Parse(Mail(fields)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Subject: Out of office\n\nI am away.")]
    [InlineData("Content-Type: multipart/report\n\nno boundary")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x\n\n--x--")]
    public void Other_mail_is_no_bounce(string mail)
    {
        Assert.Null(DeliveryReport.Parse(Encoding.UTF8.GetBytes(mail)));
    }

    [Fact]
    public void A_report_may_come_with_crlf_folded_fields_and_only_headers()
    {
        var mail = Encoding
            .UTF8.GetString(Mail("Action: failed\nStatus: 5.1.1"))
            .Replace("message/rfc822", "text/rfc822-headers", StringComparison.Ordinal)
            .Replace(
                "Content-Type: multipart/report; ",
                "Content-Type: multipart/report;\n report-type=delivery-status;\n\t",
                StringComparison.Ordinal
            )
            .ReplaceLineEndings("\r\n");

        var report = DeliveryReport.Parse(Encoding.UTF8.GetBytes(mail));

        Assert.Equal("morning.1.7-abc@news.example", report?.MessageId);
    }

    internal static byte[] Report(string messageId, string status) =>
        Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(Mail($"Action: failed\nStatus: {status}"))
                .Replace("morning.1.7-abc@news.example", messageId, StringComparison.Ordinal)
        );

    private static byte[] Mail(string fields) =>
        Encoding.UTF8.GetBytes(
            $"""
            From: MAILER-DAEMON@mx.example
            Subject: Undelivered Mail
            Content-Type: multipart/report; boundary="b/1"

            --b/1
            Content-Type: text/plain

            I am sorry.
            --b/1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; reader@example.org
            {fields}

            --b/1
            Content-Type: message/rfc822

            From: digest@news.example
            Message-ID: <morning.1.7-abc@news.example>

            Hello
            --b/1--
            """.ReplaceLineEndings("\n")
        );
}
