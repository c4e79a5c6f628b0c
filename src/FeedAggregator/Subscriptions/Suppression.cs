using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Subscriptions;

/// <summary>What mail servers said about a mailbox, and whether to go on writing to it. Kept under a hash of the mailbox, so that it may outlive a reader's erasure.</summary>
/// <param name="SoftBounces">In a row: less than <see cref="Memory"/> between them.</param>
/// <param name="Since">From when on nothing is sent; null while it is.</param>
public sealed record Suppression(int SoftBounces, DateTimeOffset LastAt, DateTimeOffset? Since, string Reason)
{
    public const int MostSoftBounces = 5;
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>After another bounce: a hard one suppresses at once, the fifth soft one too.</summary>
    public static Suppression After(Suppression? before, bool hard, string reason, DateTimeOffset now)
    {
        var remembered = before is not null && now - before.LastAt <= Memory ? before.SoftBounces : 0;
        var soft = hard ? remembered : remembered + 1;
        var suppressed = hard || soft >= MostSoftBounces;
        return new Suppression(soft, now, before?.Since ?? (suppressed ? now : null), before?.Since is null ? reason : before.Reason);
    }

    public static string HashOf(string mailbox) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Subscription.KeyOf(mailbox))));
}
