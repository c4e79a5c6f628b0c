using FeedAggregator.Configuration;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Languages;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Mailing;

/// <summary>What goes out for a delivery.</summary>
public abstract record Parcel
{
    private Parcel() { }

    public sealed record Mail(MailMessage Message) : Parcel;

    public sealed record Post(WebhookMessage Message) : Parcel;

    /// <summary>Nothing goes out, now or ever; the verdict says why.</summary>
    public sealed record Nothing(DeliveryVerdict Verdict) : Parcel;
}

/// <summary>Makes of a delivery what its reader gets.</summary>
public sealed class ComposeDelivery(
    IEditionStore editions,
    ISubscriptionStore subscriptions,
    FeedsCatalogue catalogue,
    LetterWriter letters,
    TimeProvider clock
)
{
    /// <summary>A batch has few different editions: the last ones are kept as they were read.</summary>
    private const int MostKept = 8;
    private static readonly TimeSpan UntilThereIsAServer = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Digest, int Number), (DigestView View, DateTimeOffset FrozenAt)> _kept = [];

    public async Task<Parcel> RunAsync(ClaimedDelivery delivery, CancellationToken ct)
    {
        var reader = delivery.Subscription;
        if (reader.Channel == SubscriptionChannel.Mail && !letters.MailIsOn)
            return new Parcel.Nothing(
                new(
                    DeliveryState.Waiting,
                    clock.GetUtcNow() + UntilThereIsAServer,
                    "no mail server is configured (Mail:Host)",
                    Counts: false
                )
            );
        return delivery.Kind switch
        {
            DeliveryKind.Confirmation => await AskAsync(delivery, ct),
            DeliveryKind.Reminder => new Parcel.Mail(letters.Reminder(delivery, TitleOf(reader), WordsOf(reader), clock.GetUtcNow())),
            _ when reader.Status != SubscriptionStatus.Active => new Parcel.Nothing(DeliveryVerdict.Skip("the reader has left")),
            _ => await EditionAsync(delivery, ct),
        };
    }

    private async Task<Parcel> AskAsync(ClaimedDelivery delivery, CancellationToken ct)
    {
        var reader = delivery.Subscription;
        if (reader.Status != SubscriptionStatus.Pending)
            return new Parcel.Nothing(DeliveryVerdict.Skip("it is confirmed or ended by now"));
        var now = clock.GetUtcNow();
        var (token, hash) = letters.NewToken();
        // A token for each attempt: only its hash is kept, so an earlier one cannot be written again.
        await subscriptions.IssueAsync(reader.Id, hash, now + ConfirmationToken.Lifetime, ct);
        return new Parcel.Mail(letters.Confirmation(delivery, TitleOf(reader), WordsOf(reader), token, now));
    }

    private async Task<Parcel> EditionAsync(ClaimedDelivery delivery, CancellationToken ct)
    {
        var reader = delivery.Subscription;
        if (await ReadAsync(reader.Digest, delivery.Edition!.Value, ct) is not { } edition)
            return new Parcel.Nothing(DeliveryVerdict.Skip("the edition is gone"));
        var view = ReaderEdition.For(edition.View, reader.Wish);
        if (view.IsEmpty)
            return new Parcel.Nothing(DeliveryVerdict.Skip("the reader's filter leaves no story"));
        return reader.Channel == SubscriptionChannel.Webhook
            ? new Parcel.Post(letters.Post(delivery, view, edition.FrozenAt))
            : new Parcel.Mail(letters.Edition(delivery, view, edition.FrozenAt));
    }

    private async Task<(DigestView View, DateTimeOffset FrozenAt)?> ReadAsync(string digest, int number, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue((digest, number), out var kept))
                return kept;
        }
        if (await editions.FindAsync(digest, number, ct) is not { } found)
            return null;
        var edition = (EditionDocument.Read(found.Document), found.Summary.FrozenAt);
        lock (_gate)
        {
            if (_kept.Count >= MostKept)
                _kept.Clear();
            _kept[(digest, number)] = edition;
        }
        return edition;
    }

    /// <summary>An admin may have taken the digest out of the file by now.</summary>
    private string TitleOf(Subscription reader) => DigestOf(reader)?.DisplayTitle ?? reader.Digest;

    private FrameLanguage WordsOf(Subscription reader) => FrameLanguage.For(DigestOf(reader)?.Language ?? "");

    private DigestDefinition? DigestOf(Subscription reader) => catalogue.Digests.FirstOrDefault(x => x.Name == reader.Digest);
}
