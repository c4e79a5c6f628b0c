using System.Text;
using FeedAggregator.Delivery;

namespace FeedAggregator.Tests.Delivery;

public sealed class ComplaintReportTests
{
    [Theory]
    [InlineData("abuse", "abuse")]
    [InlineData("Fraud", "fraud")]
    [InlineData("opt-out", "opt-out")]
    [InlineData("something new", "other")]
    public void A_complaint_tells_its_kind_and_which_mail_it_is_about(string type, string kind)
    {
        var complaint = ComplaintReport.Parse(Report($"Feedback-Type: {type}\nUser-Agent: Loop/1.0\nVersion: 1"));

        Assert.Equal(new ComplaintReport("morning.1.7-abc@news.example", kind), complaint);
    }

    [Theory]
    [InlineData("Feedback-Type: not-spam")]
    [InlineData("Feedback-Type: auth-failure")]
    [InlineData("User-Agent: Loop/1.0")]
    public void Praise_and_reports_about_our_DNS_are_no_complaints(string fields)
    {
        Assert.Null(ComplaintReport.Parse(Report(fields)));
    }

    [Fact]
    public void A_complaint_is_no_bounce_and_a_bounce_no_complaint()
    {
        Assert.Null(DeliveryReport.Parse(Report("Feedback-Type: abuse")));
        Assert.Null(
            ComplaintReport.Parse(
                "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nAction: failed\n--x--"u8
            )
        );
        Assert.Null(ComplaintReport.Parse(""u8));
    }

    /// <summary>As the example of RFC 5965, appendix B, is built.</summary>
    internal static byte[] Report(string fields, string messageId = "morning.1.7-abc@news.example") =>
        Encoding.UTF8.GetBytes(
            $"""
            From: <abusedesk@example.com>
            Subject: FW: Morning
            To: <bounces@news.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report;
                 boundary="part1_13d"

            --part1_13d
            Content-Type: text/plain; charset="US-ASCII"

            This is an email abuse report.

            --part1_13d
            Content-Type: message/feedback-report

            {fields}

            --part1_13d
            Content-Type: message/rfc822
            Content-Disposition: inline

            From: <digest@news.example>
            Subject: Morning
            Message-ID: <{messageId}>

            Hello
            --part1_13d--
            """.ReplaceLineEndings("\r\n")
        );
}
