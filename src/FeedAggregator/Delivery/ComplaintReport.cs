namespace FeedAggregator.Delivery;

/// <summary>A reader pressed "this is spam", and the mailbox's provider tells us: the Abuse Reporting Format (RFC 5965).</summary>
/// <param name="MessageId">Of our mail, without brackets, as the returned mail says; null when it says none.</param>
/// <param name="Kind">Such as <c>abuse</c>.</param>
public sealed record ComplaintReport(string? MessageId, string Kind)
{
    /// <summary>RFC 5965 §7.3 and RFC 6430; not <c>not-spam</c>, which is praise, nor <c>auth-failure</c> (RFC 6591), which is about our DNS.</summary>
    private static readonly string[] Complaints = ["abuse", "fraud", "miscategorized", "opt-out", "other", "virus"];

    /// <summary>Reads a mail; null when it is no complaint.</summary>
    public static ComplaintReport? Parse(ReadOnlySpan<byte> mail)
    {
        if (ReportParts.Read(mail) is not { } parts || parts.BodyOf("message/feedback-report") is not { } report)
            return null;
        // A kind that is not known stands for "other" (RFC 5965 §3.1); known ones that are none complain of nothing.
        var kind = ReportParts.Field(report, "Feedback-Type")?.ToLowerInvariant();
        return kind is null or "not-spam" or "auth-failure"
            ? null
            : new ComplaintReport(parts.ReturnedId, Complaints.Contains(kind) ? kind : "other");
    }
}
