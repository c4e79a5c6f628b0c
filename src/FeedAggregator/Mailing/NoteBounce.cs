using FeedAggregator.Delivery;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Mailing;

/// <summary>What became of a report.</summary>
/// <param name="Noted">Something was stored.</param>
/// <param name="Text">Why, or why not, in one sentence.</param>
public sealed record BounceReceipt(bool Noted, string Text);

/// <summary>Takes reports about our mails, and leaves alone mailboxes that do not work or whose readers complain.</summary>
public sealed partial class NoteBounce(ISubscriptionStore subscriptions, SignedLinks links, TimeProvider clock, ILogger<NoteBounce> log)
{
    /// <summary>
    /// A mail from anywhere: a delivery status notification or a complaint. It counts only when it quotes a Message-ID of ours, which ends in a signed token:
    /// otherwise anybody could silence anybody.
    /// </summary>
    public async Task<BounceReceipt> MailAsync(ReadOnlyMemory<byte> mail, CancellationToken ct)
    {
        var (id, hard, reason) = Read(mail.Span);
        if (reason is null)
            return new BounceReceipt(false, "It tells of no bounce and no complaint.");
        return await ReaderAsync(id, ct) is { } reader
            ? await NoteAsync(reader.Target, hard, reason, id, ct)
            : new BounceReceipt(false, "It quotes no mail of ours.");
    }

    /// <summary>What somebody tells whom we trust. A Message-ID of ours is worth more than a mailbox, but some mail providers put their own in its place.</summary>
    public async Task<BounceReceipt> EventAsync(BounceEvent told, CancellationToken ct)
    {
        var target = (await ReaderAsync(Bare(told.MessageId), ct))?.Target ?? told.Mailbox;
        if (target is null || await subscriptions.OfTargetAsync(target, ct) is not { Count: > 0 } known)
            return new BounceReceipt(false, "Nobody has subscribed by that mail or mailbox.");
        return await NoteAsync(known[0].Target, told.Hard, told.Text, Bare(told.MessageId) ?? told.Id, ct);
    }

    private static (string? MessageId, bool Hard, string? Reason) Read(ReadOnlySpan<byte> mail)
    {
        if (ComplaintReport.Parse(mail) is { } complaint)
            return (complaint.MessageId, true, BounceEvent.ComplaintOf(complaint.Kind));
        if (DeliveryReport.Parse(mail) is not { } report)
            return default;
        // We write to one mailbox at a time; where it was forwarded, the report names another.
        var worst = report.Recipients.OrderByDescending(x => x.Hard).First();
        return (report.MessageId, worst.Hard, worst.Text);
    }

    /// <summary>The subscription whose mail it is, told by the signed end of its Message-ID.</summary>
    private async Task<Subscription?> ReaderAsync(string? messageId, CancellationToken ct)
    {
        if (messageId is null || messageId.IndexOf('@', StringComparison.Ordinal) is not (> 0 and var at))
            return null;
        var local = messageId[..at];
        return links.Read(LinkPurpose.Bounce, local[(local.LastIndexOf('.') + 1)..]) is { } id
            ? await subscriptions.FindAsync(id, ct)
            : null;
    }

    private static string? Bare(string? messageId) => messageId?.Trim().Trim('<', '>') is { Length: > 0 } bare ? bare : null;

    /// <param name="report">The mail it is about: told of by the folder and by a program, it bounced once.</param>
    private async Task<BounceReceipt> NoteAsync(string mailbox, bool hard, string reason, string? report, CancellationToken ct)
    {
        if (await subscriptions.BounceAsync(mailbox, hard, reason, report, clock.GetUtcNow(), ct) is not { } after)
            return new BounceReceipt(false, "That mail's bounce was noted before.");
        if (after.Since is null)
            return new BounceReceipt(true, $"Noted: {after.SoftBounces} of {Suppression.MostSoftBounces} soft bounces in a row.");
        Suppressed(after.Reason);
        return new BounceReceipt(true, $"The mailbox is suppressed: {after.Reason}");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "a mailbox is suppressed: {Reason}")]
    private partial void Suppressed(string reason);
}

/// <summary>A bounce or a complaint as programs tell it.</summary>
/// <param name="MessageId">Of our mail; or null.</param>
/// <param name="Mailbox">Whom it was for; or null.</param>
/// <param name="Hard">It suppresses at once.</param>
/// <param name="Text">Why, one line.</param>
/// <param name="Id">Of the event; the same when it is told again. Counts where there is no <paramref name="MessageId"/>.</param>
public sealed record BounceEvent(string? MessageId, string? Mailbox, bool Hard, string Text, string? Id = null)
{
    /// <param name="type"><c>hard</c>, <c>soft</c> or <c>complaint</c>.</param>
    /// <returns>Or what is wrong with it.</returns>
    public static (BounceEvent? Event, string? Problem) Of(
        string? type,
        string? messageId,
        string? mailbox,
        string? reason,
        string? id = null
    )
    {
        if (type is not ("hard" or "soft" or "complaint"))
            return (null, "event must be hard, soft or complaint");
        if (string.IsNullOrWhiteSpace(messageId) && string.IsNullOrWhiteSpace(mailbox))
            return (null, "messageId or mailbox must say whom it is about");
        var text = HeaderText.OneLine(reason ?? "", 300);
        return (
            new(
                messageId,
                mailbox,
                type != "soft",
                type == "complaint" ? ComplaintOf(text)
                    : text.Length > 0 ? text
                    : $"{type} bounce",
                id
            ),
            null
        );
    }

    internal static string ComplaintOf(string kind) => kind.Length > 0 ? $"the reader complained: {kind}" : "the reader complained";
}
