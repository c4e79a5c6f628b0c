using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator;

/// <summary>What a reader can do: ask, confirm, change, leave, look and be forgotten.</summary>
public sealed class SubscriptionDesk(ISubscriptionStore store, IOutbox outbox, SignedLinks links, MailOptions mail, TimeProvider clock)
{
    private const int MostDeliveriesExported = 1000;

    public bool MailIsOn => mail.IsOn;

    public SignedLinks Links => links;

    /// <summary>Asks for a subscription. The answer tells nothing about the mailbox but whether it can be one.</summary>
    /// <returns>Problems by field, and nothing was done; or the verdict.</returns>
    public async Task<(SignUpVerdict Verdict, IReadOnlyDictionary<string, WishProblem> Problems)> SignUpAsync(
        string mailbox,
        string digest,
        SubscriptionWish wish,
        IReadOnlyList<DigestDefinition> offered,
        string network,
        CancellationToken ct
    )
    {
        var problems = ByField(wish.Problems());
        if (Mailbox.Parse(mailbox, out var problem, mail.Utf8Mailboxes) is not { } parsed)
            problems["email"] = new WishProblem("email", problem);
        else if (offered.All(x => x.Name != digest))
            problems["digest"] = new WishProblem("digest", WishFault.DigestUnknown);
        else if (problems.Count == 0)
        {
            var limits = new SignUpLimits(mail.SignUpsPerMailbox, mail.SignUpsPerNetwork);
            return (await store.SignUpAsync(new SignUp(digest, parsed, wish, network, limits, clock.GetUtcNow()), ct), problems);
        }
        return (SignUpVerdict.Ignore, problems);
    }

    /// <returns>The subscription, active now; null when the token is none of ours or has expired.</returns>
    public async Task<Subscription?> ConfirmAsync(string token, CancellationToken ct) =>
        ConfirmationToken.HashOf(token) is { } hash ? await store.ConfirmAsync(hash, clock.GetUtcNow(), ct) : null;

    public string ManageToken(long subscription) => links.Token(LinkPurpose.Manage, subscription);

    /// <returns>Whose link it is; null when it is forged or the reader was erased.</returns>
    public async Task<Subscription?> ReaderAsync(string token, CancellationToken ct) =>
        links.Read(LinkPurpose.Manage, token) is { } id ? await store.FindAsync(id, ct) : null;

    /// <summary>Changes what a subscription of the same mailbox brings.</summary>
    /// <returns>Problems by field, and nothing was changed; empty when done.</returns>
    public async Task<IReadOnlyDictionary<string, WishProblem>> ChangeAsync(
        Subscription holder,
        long subscription,
        SubscriptionWish wish,
        CancellationToken ct
    )
    {
        var problems = ByField(wish.Problems());
        if (!await IsOfAsync(holder, subscription, ct) || (problems.Count == 0 && !await store.ChangeAsync(subscription, wish, ct)))
            problems["id"] = new WishProblem("id", WishFault.SubscriptionGone);
        return problems;
    }

    /// <summary>Ends a subscription of the same mailbox.</summary>
    public async Task<bool> LeaveAsync(Subscription holder, long subscription, CancellationToken ct) =>
        await IsOfAsync(holder, subscription, ct) && await store.EndAsync(subscription, clock.GetUtcNow(), ct);

    /// <summary>Ends the subscription of an unsubscribe link; repeating it is as good as once.</summary>
    public async Task<bool> LeaveAsync(string token, CancellationToken ct) =>
        links.Read(LinkPurpose.Unsubscribe, token) is { } id && await store.EndAsync(id, clock.GetUtcNow(), ct);

    public Task<int> EraseAsync(Subscription holder, CancellationToken ct) => store.EraseAsync(holder.Target, ct);

    /// <summary>All that is stored about a mailbox or webhook.</summary>
    public async Task<ReaderData> ExportAsync(string target, CancellationToken ct)
    {
        var subscriptions = await store.OfTargetAsync(target, ct);
        var deliveries = new List<DeliveryRecord>();
        foreach (var subscription in subscriptions)
            deliveries.AddRange(await outbox.OfSubscriptionAsync(subscription.Id, MostDeliveriesExported, ct));
        return new ReaderData(target, subscriptions, deliveries, await store.SuppressionAsync(target, ct));
    }

    private async Task<bool> IsOfAsync(Subscription holder, long subscription, CancellationToken ct) =>
        (await store.OfTargetAsync(holder.Target, ct)).Any(x => x.Id == subscription && x.Status == SubscriptionStatus.Active);

    /// <summary>Whose link it is to leave; null when it is forged or the reader was erased.</summary>
    public async Task<Subscription?> LeaverAsync(string token, CancellationToken ct) =>
        links.Read(LinkPurpose.Unsubscribe, token) is { } id ? await store.FindAsync(id, ct) : null;

    /// <summary>The first of each field.</summary>
    private static Dictionary<string, WishProblem> ByField(IEnumerable<WishProblem> problems) =>
        problems.GroupBy(x => x.Field).ToDictionary(x => x.Key, x => x.First());
}

/// <summary>What is stored about one reader.</summary>
public sealed record ReaderData(
    string Target,
    IReadOnlyList<Subscription> Subscriptions,
    IReadOnlyList<DeliveryRecord> Deliveries,
    Suppression? Suppression
);
