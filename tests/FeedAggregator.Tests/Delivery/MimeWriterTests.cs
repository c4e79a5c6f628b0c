using System.Text;
using System.Text.RegularExpressions;
using FeedAggregator.Delivery;

namespace FeedAggregator.Tests.Delivery;

public sealed class MimeWriterTests
{
    [Theory]
    [InlineData("Hello\r\nBcc: victim@example.org")]
    [InlineData("Hello\nBcc: victim@example.org")]
    [InlineData("Hello\rBcc: victim@example.org")]
    [InlineData("Hello\u2028Bcc: victim@example.org")]
    [InlineData("Hello\u0085Bcc: victim@example.org\0")]
    public void No_text_can_become_a_header(string text)
    {
        var mail = MailCourierTests.Mail() with { Subject = text, FromName = text, ListName = text, ListId = "morning.news.example" };

        var names = HeaderNames(MimeWriter.Write(mail));

        Assert.Equal(
            [
                "Date",
                "From",
                "To",
                "Subject",
                "Message-ID",
                "List-Id",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding",
            ],
            names
        );
    }

    [Theory]
    [InlineData("https://news.example/u?token=1\r\nBcc: x@example.org")]
    [InlineData("https://news.example/u> <https://evil.example")]
    public void An_address_that_could_break_out_is_a_bug_and_not_a_mail(string url)
    {
        var mail = MailCourierTests.Mail() with { UnsubscribeUrl = url };

        Assert.Throws<ArgumentException>(() => MimeWriter.Write(mail));
    }

    [Fact]
    public void A_mailbox_with_a_line_end_is_a_bug_and_not_a_mail()
    {
        var mail = MailCourierTests.Mail() with { ToMailbox = "a@example.org>\r\nBcc: <b@example.org" };

        Assert.Throws<ArgumentException>(() => MimeWriter.Write(mail));
    }

    [Theory]
    [InlineData("Berita pagi")]
    [InlineData("Über die Straße, ganz früh: „Größe“ und noch viel mehr Wörter, die nicht in eine Zeile passen wollen")]
    [InlineData("地震のニュース 🌍🌏🌎 地震のニュース 地震のニュース 地震のニュース")]
    [InlineData("plain but =?utf-8?B?aGk=?= looks encoded")]
    [InlineData("A plain subject that is rather long, so long in fact that it has to be folded more than once before it ends here")]
    public void A_subject_reads_back_as_it_was(string subject)
    {
        var bytes = MimeWriter.Write(MailCourierTests.Mail() with { Subject = subject });

        var field = Unfolded(bytes).Single(x => x.StartsWith("Subject:", StringComparison.Ordinal))["Subject:".Length..].Trim();
        Assert.Equal(subject, Decoded(field));
    }

    [Theory]
    [InlineData("Berita pagi")]
    [InlineData("Über die Straße, ganz früh: „Größe“ und noch viel mehr Wörter, die nicht in eine Zeile passen wollen")]
    [InlineData("地震のニュース 🌍🌏🌎 地震のニュース 地震のニュース 地震のニュース")]
    public void Lines_of_the_head_are_short_and_each_has_something_to_say(string text)
    {
        var mail = MailCourierTests.Mail() with
        {
            FromName = text,
            Subject = string.Concat(Enumerable.Repeat(text, 3)),
            ListName = text,
            ListId = "morning.news.example",
            Html = "<p>Hello</p>",
            UnsubscribeUrl = "https://news.example/unsubscribe?token=12345-0l7nesHkLCL9Vy2waDaXRdPZaWE",
        };

        var message = Encoding.ASCII.GetString(MimeWriter.Write(mail));

        var lines = message[..message.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
        // RFC 2047 §2: 76 where an encoded word stands; RFC 5322 §2.1.1: 78, but for what cannot be folded.
        Assert.All(
            lines,
            x =>
                Assert.True(
                    x.Length <= (x.Contains("=?", StringComparison.Ordinal) ? 76 : 78)
                        || x.StartsWith("List-Unsubscribe:", StringComparison.Ordinal),
                    x
                )
        );
        Assert.All(lines, x => Assert.DoesNotMatch("^[A-Za-z-]+: *$", x));
        Assert.Contains($"List-Unsubscribe: <{mail.UnsubscribeUrl}>", lines);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("a line with a blank at its end \nand a tab\t\nFrom here\n.dot")]
    [InlineData("Ein Satz mit Umlauten: äöüß = gleich")]
    [InlineData("地震のニュース\n二行目")]
    [InlineData("")]
    public void A_body_reads_back_as_it_was_in_short_ascii_lines(string text)
    {
        var long5 = string.Concat(Enumerable.Repeat(text, 40));
        var bytes = MimeWriter.Write(MailCourierTests.Mail() with { Text = long5 });

        var message = Encoding.ASCII.GetString(bytes);
        Assert.All(bytes, b => Assert.True(b < 0x80));
        Assert.All(message.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
        Assert.DoesNotMatch(new Regex("(?<!\r)\n|\r(?!\n)"), message);
        Assert.Equal((long5 + "\n").ReplaceLineEndings("\n"), Body(message).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Html_comes_after_its_plain_text_and_never_alone()
    {
        var message = Encoding.ASCII.GetString(MimeWriter.Write(MailCourierTests.Mail() with { Html = "<p>Hello</p>" }));

        var types = Regex.Matches(message, "Content-Type: ([a-z/]+)").Select(x => x.Groups[1].Value);
        Assert.Equal(["multipart/alternative", "text/plain", "text/html"], types);
    }

    [Theory]
    [InlineData("https://news.example/unsubscribe?token=1-abc", true)]
    [InlineData("http://news.example/unsubscribe?token=1-abc", false)]
    public void One_click_is_promised_only_where_it_is_safe(string url, bool promised)
    {
        var names = HeaderNames(MimeWriter.Write(MailCourierTests.Mail() with { UnsubscribeUrl = url }));

        Assert.Contains("List-Unsubscribe", names);
        Assert.Equal(promised, names.Contains("List-Unsubscribe-Post"));
    }

    [Fact]
    public void The_same_message_gives_the_same_bytes()
    {
        var mail = MailCourierTests.Mail() with { Html = "<p>ä</p>" };

        Assert.Equal(MimeWriter.Write(mail), MimeWriter.Write(mail));
    }

    private static string[] Unfolded(byte[] message) =>
        Encoding.ASCII.GetString(message).Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n");

    private static List<string> HeaderNames(byte[] message) => [.. Unfolded(message).Select(x => x.Split(':')[0])];

    /// <summary>RFC 2047 §6.2: white space between encoded words is not shown.</summary>
    private static string Decoded(string field) =>
        field.StartsWith("=?", StringComparison.Ordinal)
            ? string.Concat(
                Regex
                    .Matches(field, @"=\?utf-8\?B\?([^?]*)\?=")
                    .Select(x => Encoding.UTF8.GetString(Convert.FromBase64String(x.Groups[1].Value)))
            )
            : field;

    private static string Body(string message)
    {
        var parts = message.Split("\r\n\r\n", 2);
        if (parts[0].Contains("base64", StringComparison.Ordinal))
            return Encoding.UTF8.GetString(Convert.FromBase64String(parts[1]));
        var joined = parts[1].Replace("=\r\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var i = 0; i < joined.Length; i++)
        {
            if (joined[i] != '=')
                bytes.Add((byte)joined[i]);
            else
            {
                bytes.Add(Convert.ToByte(joined.Substring(i + 1, 2), 16));
                i += 2;
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
