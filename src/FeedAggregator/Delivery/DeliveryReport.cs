namespace FeedAggregator.Delivery;

/// <summary>What a server wrote back about a mail of ours: a delivery status notification (RFC 3464).</summary>
/// <param name="MessageId">Of our mail, without brackets, as the returned headers say; null when they say nothing.</param>
/// <param name="Recipients">One or more.</param>
public sealed record DeliveryReport(string? MessageId, IReadOnlyList<RecipientReport> Recipients)
{
    /// <summary>Reads a mail; null when it is no such notification: a vacation notice, an answer, a delay.</summary>
    public static DeliveryReport? Parse(ReadOnlySpan<byte> mail)
    {
        if (
            ReportParts.Read(mail) is not { } parts
            || parts.BodyOf("message/delivery-status", "message/global-delivery-status") is not { } status
        )
            return null;
        var recipients = status.Split("\n\n").Select(RecipientReport.Parse).OfType<RecipientReport>().Take(100).ToList();
        return recipients.Count == 0 ? null : new DeliveryReport(parts.ReturnedId, recipients);
    }
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
        var recipient = ReportParts.Field(group, "Original-Recipient") ?? ReportParts.Field(group, "Final-Recipient");
        var status = ReportParts.Field(group, "Status")?.Split([' ', '('], 2)[0] ?? "";
        if (recipient is null || ReportParts.Field(group, "Action")?.StartsWith("failed", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var mailbox = recipient[(recipient.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>');
        var text = HeaderText.OneLine($"{status} {ReportParts.Field(group, "Diagnostic-Code")}", 300);
        return new RecipientReport(mailbox, status, IsHard(status), text);
    }

    /// <summary>A full mailbox (5.2.2), a broken system or way (5.3, 5.4) and a policy (5.7) may pass; the rest of class 5 will not.</summary>
    private static bool IsHard(string status) =>
        status.StartsWith("5.", StringComparison.Ordinal)
        && status != "5.2.2"
        && !(status.StartsWith("5.3.", StringComparison.Ordinal) || status.StartsWith("5.4.", StringComparison.Ordinal))
        && !status.StartsWith("5.7.", StringComparison.Ordinal);
}
