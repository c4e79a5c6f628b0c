using FeedAggregator.Delivery;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using Microsoft.Extensions.Logging;

namespace FeedAggregator;

/// <summary>Reads the mails that came back, and leaves alone mailboxes that do not work.</summary>
public sealed partial class ReadBounces(
    MailOptions options,
    ISubscriptionStore subscriptions,
    SignedLinks links,
    TimeProvider clock,
    ILogger<ReadBounces> log
)
{
    private const int MostAtOnce = 500;
    private const int MaxBytes = 1 << 20;

    /// <summary>Goes once through the folder. A mail is moved away after what it says is stored: a crash between reads it twice, which counts one soft bounce too many at most.</summary>
    /// <returns>How many bounces were noted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (options.BounceFolder is not { } folder || !Directory.Exists(folder))
            return 0;
        var noted = 0;
        var done = Directory.CreateDirectory(Path.Combine(folder, "done"));
        foreach (var file in Waiting(folder).Take(MostAtOnce))
        {
            noted += await NoteAsync(file, ct);
            File.Move(file, Path.Combine(done.FullName, Path.GetFileName(file)), overwrite: true);
        }
        return noted;
    }

    /// <summary>The subscription whose mail it is, told by the signed Message-ID that the bounce quotes: without it, anybody could silence anybody.</summary>
    internal static long? SubscriptionOf(DeliveryReport report, SignedLinks links)
    {
        if (report.MessageId is not { } id || id.IndexOf('@', StringComparison.Ordinal) is not (> 0 and var at))
            return null;
        var local = id[..at];
        return links.Read(LinkPurpose.Bounce, local[(local.LastIndexOf('.') + 1)..]);
    }

    private async Task<int> NoteAsync(string file, CancellationToken ct)
    {
        if (DeliveryReport.Parse(await ReadAsync(file, ct)) is not { } report)
            return 0;
        if (SubscriptionOf(report, links) is not { } id || await subscriptions.FindAsync(id, ct) is not { } reader)
        {
            NotOurs(Path.GetFileName(file));
            return 0;
        }
        // We write to one mailbox at a time; where it was forwarded, the report names another.
        var worst = report.Recipients.OrderByDescending(x => x.Hard).First();
        var after = await subscriptions.BounceAsync(reader.Target, worst.Hard, worst.Text, clock.GetUtcNow(), ct);
        if (after.Since is not null)
            Suppressed(reader.Id, after.Reason);
        return 1;
    }

    /// <summary>New mails of a Maildir too. Hidden files and folders are another program's.</summary>
    private static List<string> Waiting(string folder) =>
        [
            .. new[] { folder, Path.Combine(folder, "new") }
                .Where(Directory.Exists)
                .SelectMany(Directory.EnumerateFiles)
                .Where(x => !Path.GetFileName(x).StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<byte[]> ReadAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(stream.Length, MaxBytes)];
        await stream.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "subscription {Subscription}: the mailbox is suppressed: {Reason}")]
    private partial void Suppressed(long subscription, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} tells of a bounce, but quotes no mail of ours; nothing was changed")]
    private partial void NotOurs(string file);
}
