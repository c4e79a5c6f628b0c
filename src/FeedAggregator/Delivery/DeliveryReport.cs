using System.Text;
using System.Text.RegularExpressions;

namespace FeedAggregator.Delivery;

/// <summary>What a server wrote back about a mail of ours: a delivery status notification (RFC 3464).</summary>
/// <param name="MessageId">Of our mail, without brackets, as the returned headers say; null when they say nothing.</param>
/// <param name="Recipients">One or more.</param>
public sealed partial record DeliveryReport(string? MessageId, IReadOnlyList<RecipientReport> Recipients)
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a mail; null when it is no such notification: a vacation notice, an answer, a delay.</summary>
    public static DeliveryReport? Parse(ReadOnlySpan<byte> mail)
    {
        var text = Encoding.Latin1.GetString(mail[..Math.Min(mail.Length, MaxBytes)]).ReplaceLineEndings("\n");
        var (head, body) = Split(text);
        var type = Field(head, "Content-Type") ?? "";
        if (
            !type.Contains("multipart/report", StringComparison.OrdinalIgnoreCase)
            || BoundaryParameter().Match(type) is not { Success: true } boundary
        )
            return null;
        var parts = body.Split("--" + boundary.Groups["quoted"].Value + boundary.Groups["token"].Value)
            .Skip(1)
            .Select(x => Split(x.TrimStart('\n')))
            .ToList();
        var status = parts.FirstOrDefault(x =>
            IsType(x.Head, "message/delivery-status") || IsType(x.Head, "message/global-delivery-status")
        );
        if (status.Body is null)
            return null;
        var recipients = status.Body.Split("\n\n").Select(RecipientReport.Parse).OfType<RecipientReport>().Take(100).ToList();
        return recipients.Count == 0 ? null : new DeliveryReport(ReturnedId(parts), recipients);
    }

    private static string? ReturnedId(List<(string Head, string Body)> parts)
    {
        var returned = parts.FirstOrDefault(x =>
            IsType(x.Head, "message/rfc822") || IsType(x.Head, "text/rfc822-headers") || IsType(x.Head, "message/global")
        );
        return returned.Body is null ? null : Field(Split(returned.Body).Head, "Message-ID")?.Trim().Trim('<', '>');
    }

    private static bool IsType(string head, string type) =>
        Field(head, "Content-Type")?.TrimStart().StartsWith(type, StringComparison.OrdinalIgnoreCase) == true;

    private static (string Head, string Body) Split(string text) =>
        text.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 2)..]) : (text, "");

    /// <summary>The first field of a name, unfolded.</summary>
    internal static string? Field(string head, string name)
    {
        var lines = head.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                continue;
            var value = new StringBuilder(lines[i][(name.Length + 1)..]);
            while (i + 1 < lines.Length && lines[i + 1].Length > 0 && lines[i + 1][0] is ' ' or '\t')
                value.Append(' ').Append(lines[++i].Trim());
            return value.ToString().Trim();
        }
        return null;
    }

    [GeneratedRegex(
        "boundary\\s*=\\s*(\"(?<quoted>[^\"\\n]{1,70})\"|(?<token>[^\\s;\"]{1,70}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex BoundaryParameter();
}

/// <summary>What became of the mail for one recipient.</summary>
/// <param name="Status">RFC 3463, such as 5.1.1.</param>
/// <param name="Hard">Nothing will ever arrive there.</param>
/// <param name="Text">One line for an admin.</param>
public sealed record RecipientReport(string Mailbox, string Status, bool Hard, string Text)
{
    /// <summary>Null when the group tells of no failure.</summary>
    internal static RecipientReport? Parse(string group)
    {
        var recipient = DeliveryReport.Field(group, "Original-Recipient") ?? DeliveryReport.Field(group, "Final-Recipient");
        var status = DeliveryReport.Field(group, "Status")?.Split([' ', '('], 2)[0] ?? "";
        if (recipient is null || DeliveryReport.Field(group, "Action")?.StartsWith("failed", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var mailbox = recipient[(recipient.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>');
        var text = HeaderText.OneLine($"{status} {DeliveryReport.Field(group, "Diagnostic-Code")}", 300);
        return new RecipientReport(mailbox, status, IsHard(status), text);
    }

    /// <summary>A full mailbox (5.2.2), a broken system or way (5.3, 5.4) and a policy (5.7) may pass; the rest of class 5 will not.</summary>
    private static bool IsHard(string status) =>
        status.StartsWith("5.", StringComparison.Ordinal)
        && status != "5.2.2"
        && !(status.StartsWith("5.3.", StringComparison.Ordinal) || status.StartsWith("5.4.", StringComparison.Ordinal))
        && !status.StartsWith("5.7.", StringComparison.Ordinal);
}
