using System.Collections.Concurrent;
using FeedAggregator.Delivery;
using FeedAggregator.Mailing;
using FeedAggregator.Storage;
using Microsoft.Extensions.Logging;

namespace FeedAggregator;

/// <summary>Journey 3: claim what is due → compose → hand over → record. May run on many nodes, and be killed anywhere.</summary>
public sealed partial class SendDeliveries(
    IOutbox outbox,
    ComposeDelivery compose,
    Couriers couriers,
    TimeProvider clock,
    ILogger<SendDeliveries> log
)
{
    /// <summary>So many are claimed at once: what a killed node holds back until its lease ends.</summary>
    private const int Batch = 50;

    private readonly MailTraffic _traffic = new(couriers.Mail.Options.MaxPerDomainAndMinute);

    /// <summary>Longer than the longest wait for a server's last answer: a lease that ended there would double a mail.</summary>
    private TimeSpan Lease => (couriers.Mail.Options.Timeout * 3) + TimeSpan.FromMinutes(1);

    private DoubtPolicy Policy => couriers.Mail.Options.WhenInDoubt;

    /// <summary>Told of every attempt that was recorded.</summary>
    public event Action<ClaimedDelivery, DeliveryVerdict>? Recorded;

    /// <summary>Tries everything that is due, and waits for it.</summary>
    /// <returns>How many were claimed.</returns>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        var claimed = 0;
        while (!ct.IsCancellationRequested)
        {
            var queue = new ConcurrentQueue<ClaimedDelivery>(await outbox.ClaimDueAsync(clock.GetUtcNow(), Lease, Batch, ct));
            if (queue.IsEmpty)
                break;
            claimed += queue.Count;
            var held = new ConcurrentQueue<ClaimedDelivery>();
            await Task.WhenAll(Enumerable.Range(0, couriers.Mail.Options.Connections).Select(_ => WorkAsync(queue, held, ct)));
            await outbox.ReleaseAsync([.. queue, .. held], _traffic.GoesOnAt(clock.GetUtcNow()), CancellationToken.None);
        }
        return claimed;
    }

    /// <param name="held">Gets what has to wait for the mail server; webhooks behind it go on.</param>
    private async Task WorkAsync(ConcurrentQueue<ClaimedDelivery> queue, ConcurrentQueue<ClaimedDelivery> held, CancellationToken ct)
    {
        await Task.Yield();
        await using var lane = couriers.Mail.Lane();
        while (!ct.IsCancellationRequested && queue.TryDequeue(out var claim))
        {
            if (!_traffic.MayGo(claim, clock.GetUtcNow()))
            {
                held.Enqueue(claim);
                continue;
            }
            try
            {
                await DeliverAsync(claim, lane, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                await outbox.ReleaseAsync([claim], clock.GetUtcNow(), CancellationToken.None);
            }
        }
    }

    private async Task DeliverAsync(ClaimedDelivery claim, MailLane lane, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_traffic.SlotFor(claim, now) is var slot && slot > now)
        {
            await outbox.ReleaseAsync([claim], slot, ct);
            return;
        }
        using var trace = Traces.Delivery(claim);
        var verdict = await TryAsync(claim, lane, ct);
        if (verdict is null || !await outbox.RecordAsync(claim, verdict, clock.GetUtcNow(), CancellationToken.None))
        {
            Overtaken(claim.Id);
            return;
        }
        trace.Ended(verdict);
        Log(claim, verdict);
        Recorded?.Invoke(claim, verdict);
    }

    /// <returns>Null when another node has it.</returns>
    private async Task<DeliveryVerdict?> TryAsync(ClaimedDelivery claim, MailLane lane, CancellationToken ct)
    {
        if (claim.InDoubt && Policy == DoubtPolicy.GiveUp)
            return DeliveryLadder.Doubtful("the service stopped while handing over");
        try
        {
            var parcel = await compose.RunAsync(claim, ct);
            if (parcel is Parcel.Nothing nothing)
                return nothing.Verdict;
            var attempt = await SendAsync(parcel, claim, lane, ct);
            if (parcel is Parcel.Mail)
                _traffic.Learn(attempt, clock.GetUtcNow());
            return attempt is Attempt.Overtaken
                ? null
                : DeliveryLadder.Decide(attempt, claim.Id, claim.Attempts, Policy, clock.GetUtcNow());
        }
        catch (Exception bug) when (bug is not OperationCanceledException and not StoreException)
        {
            Broken(bug, claim.Id);
            var broken = new Attempt.Deferred($"broke off unexpectedly: {bug.Message}");
            return DeliveryLadder.Decide(broken, claim.Id, claim.Attempts, Policy, clock.GetUtcNow());
        }
    }

    private Task<Attempt> SendAsync(Parcel parcel, ClaimedDelivery claim, MailLane lane, CancellationToken ct)
    {
        Task<bool> HandOver(CancellationToken token) => outbox.HandOverAsync(claim, clock.GetUtcNow(), Lease, token);
        return parcel switch
        {
            Parcel.Post post => couriers.Webhooks.SendAsync(post.Message, HandOver, ct),
            Parcel.Mail mail => lane.SendAsync(mail.Message, HandOver, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private void Log(ClaimedDelivery claim, DeliveryVerdict verdict)
    {
        if (verdict.State is DeliveryState.Sent or DeliveryState.Skipped)
            Ended(claim.Id, claim.Kind, verdict.State);
        else
            Failed(claim.Id, claim.Kind, verdict.State, verdict.Text ?? "");
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "delivery {Delivery} ({Kind}): {State}")]
    private partial void Ended(long delivery, DeliveryKind kind, DeliveryState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery {Delivery} ({Kind}): {State}: {Text}")]
    private partial void Failed(long delivery, DeliveryKind kind, DeliveryState state, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery {Delivery}: its lease ran out and another has it")]
    private partial void Overtaken(long delivery);

    [LoggerMessage(Level = LogLevel.Error, Message = "delivery {Delivery}: broke off unexpectedly")]
    private partial void Broken(Exception bug, long delivery);
}

/// <summary>The ways out of the house.</summary>
public sealed record Couriers(MailCourier Mail, WebhookCourier Webhooks);
