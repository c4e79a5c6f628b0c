using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>
/// A mail as it goes over the wire, without dot-stuffing: ASCII but for an address that is not (RFC 6532), lines of at most 76 characters (998 allowed), CR LF
/// everywhere. The same message gives the same bytes.
/// </summary>
public static class MimeWriter
{
    public static byte[] Write(MailMessage mail)
    {
        var message = new StringBuilder();
        Head(message, mail);
        if (mail.Html is null)
            Part(message, "plain", mail.Text, mail.Language);
        else
            Alternative(message, mail);
        return Encoding.UTF8.GetBytes(message.ToString());
    }

    private static void Head(StringBuilder message, MailMessage mail)
    {
        message.Append(HeaderText.Date(mail.Date));
        message.Append(HeaderText.Address("From", mail.FromName, mail.FromMailbox));
        if (mail.ReplyTo is { } reply)
            message.Append(HeaderText.Address("Reply-To", null, reply));
        message.Append(HeaderText.Address("To", null, mail.ToMailbox));
        message.Append(HeaderText.Unstructured("Subject", mail.Subject));
        message.Append(HeaderText.Structured("Message-ID", $"<{mail.MessageId}>"));
        if (mail.ListId is { } list)
            message.Append(HeaderText.Address("List-Id", mail.ListName, list));
        if (mail.UnsubscribeUrl is { } url)
        {
            // On one line however long: some who look for it read no folded field.
            message.Append(HeaderText.Structured("List-Unsubscribe", $"<{WebAddress(url)}>"));
            if (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                message.Append(HeaderText.Structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        if (mail.AutoSubmitted)
            message.Append(HeaderText.Structured("Auto-Submitted", "auto-generated"));
        message.Append("MIME-Version: 1.0\r\n");
    }

    private static void Alternative(StringBuilder message, MailMessage mail)
    {
        var boundary = Boundary(mail);
        message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n\r\n");
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\n");
        Part(message, "plain", mail.Text, mail.Language);
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\n");
        Part(message, "html", mail.Html!, mail.Language);
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
    }

    private static void Part(StringBuilder message, string subtype, string text, string? language)
    {
        var lines = text.ReplaceLineEndings("\r\n");
        if (!lines.EndsWith("\r\n", StringComparison.Ordinal))
            lines += "\r\n";
        var bytes = Encoding.UTF8.GetBytes(lines);
        // What quoted-printable escapes grows threefold: other scripts than Latin, and a text of equals signs. Base64 always grows by a third.
        var isLatin = bytes.Count(b => b is > 0x7f or (byte)'=') * 6 < bytes.Length;
        message.Append(CultureInfo.InvariantCulture, $"Content-Type: text/{subtype}; charset=utf-8\r\n");
        if (language is not null)
            message.Append(HeaderText.Structured("Content-Language", language));
        message.Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: {(isLatin ? "quoted-printable" : "base64")}\r\n\r\n");
        if (isLatin)
            QuotedPrintable.Write(message, bytes);
        else
            message.Append(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    /// <summary>RFC 2046 §5.1.1: it must not occur in a part. No encoded line has "=_": quoted-printable writes "=" as "=3D", and base64 has no "_".</summary>
    private static string Boundary(MailMessage mail) =>
        "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId)).AsSpan(0, 16));

    /// <exception cref="ArgumentException">It could end its angle brackets or the line.</exception>
    private static string WebAddress(string url) =>
        url.All(c => c is > ' ' and < '\x7f' and not ('<' or '>')) && url.Length < 900
            ? url
            : throw new ArgumentException("The address to unsubscribe has characters that cannot stand in a header.");
}
