using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Subscriptions;

/// <summary>What mail servers said about a mailbox, and whether to go on writing to it. Kept under a hash of the mailbox, so that it may outlive a reader's erasure.</summary>
/// <param name="SoftBounces">In a row: less than <see cref="Memory"/> between them.</param>
/// <param name="Since">From when on nothing is sent; null while it is.</param>
public sealed record Suppression(int SoftBounces, DateTimeOffset LastAt, DateTimeOffset? Since, string Reason)
{
    private const int MarkLength = 16;
    public const int MostSoftBounces = 5;
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Marks of the last reports counted, parted by blanks.</summary>
    public string Counted { get; init; } = "";

    /// <summary>After another bounce: a hard one suppresses at once, the fifth soft one too.</summary>
    /// <param name="report">By what the same bounce is known again, told a second time or in another way: the id of the mail that bounced; null when nothing tells.</param>
    /// <returns>Null when it was counted before.</returns>
    public static Suppression? After(Suppression? before, bool hard, string reason, string? report, DateTimeOffset now)
    {
        var counted = before?.Counted.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var mark = report is null ? null : Hash(report)[..MarkLength];
        if (mark is not null && counted.Contains(mark) && (!hard || before?.Since is not null))
            return null;
        var remembered = before is not null && now - before.LastAt <= Memory ? before.SoftBounces : 0;
        var soft = hard ? remembered : remembered + 1;
        var suppressed = hard || soft >= MostSoftBounces;
        return new Suppression(soft, now, before?.Since ?? (suppressed ? now : null), before?.Since is null ? reason : before.Reason)
        {
            Counted = string.Join(' ', counted.Except([mark]).Append(mark).OfType<string>().TakeLast(MostSoftBounces)),
        };
    }

    public static string HashOf(string mailbox) => Hash(Subscription.KeyOf(mailbox));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
