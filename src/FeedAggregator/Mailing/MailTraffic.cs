using FeedAggregator.Delivery;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Mailing;

/// <summary>When this node may send: not while the mail server is away, and to one domain not too fast. Thread-safe.</summary>
internal sealed class MailTraffic(int perDomainAndMinute)
{
    private readonly Lock _gate = new();
    private readonly DomainPace _pace = new(perDomainAndMinute);
    private DateTimeOffset _goesOn;
    private int _failures;

    /// <summary>What goes elsewhere does not wait for the mail server.</summary>
    public bool MayGo(ClaimedDelivery delivery, DateTimeOffset now)
    {
        lock (_gate)
            return delivery.Subscription.Channel != SubscriptionChannel.Mail || now >= _goesOn;
    }

    /// <summary>Now, or when the server is asked again.</summary>
    public DateTimeOffset GoesOnAt(DateTimeOffset now)
    {
        lock (_gate)
            return _goesOn > now ? _goesOn : now;
    }

    /// <summary>When a delivery may go.</summary>
    public DateTimeOffset SlotFor(ClaimedDelivery delivery, DateTimeOffset now)
    {
        if (delivery.Subscription.Channel != SubscriptionChannel.Mail)
            return now;
        lock (_gate)
            return _pace.Take(delivery.Subscription.Target, delivery.Id, now);
    }

    /// <summary>A server that cannot be reached is left alone for a while, longer each time: its mails wait, and none is charged with it.</summary>
    /// <param name="attempt">To hand over a mail.</param>
    public void Learn(Attempt attempt, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (attempt is not Attempt.Unreachable)
                _failures = 0;
            else if (now >= _goesOn)
                _goesOn = now + DeliveryLadder.Pause(++_failures);
        }
    }
}
