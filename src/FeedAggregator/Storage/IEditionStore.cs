namespace FeedAggregator.Storage;

/// <summary>Editions of digests and how far each digest has come. All methods may be called from many threads and nodes.</summary>
public interface IEditionStore
{
    /// <summary>
    /// How far the digest has come. One that was never seen begins here: its watermark is <paramref name="now"/>, nothing is published for the time before,
    /// and the second caller gets what the first has stored.
    /// </summary>
    Task<DigestWatermark> OpenAsync(string digest, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// In one durable transaction: moves the digest's watermark from <see cref="EditionPlan.Since"/> to the plan's, and stores the edition under the next number,
    /// or, where the plan has no document, records that it was skipped; and makes a delivery for every active subscription of the digest, keyed by
    /// (edition, subscription). A plan that was made from another watermark is refused and changes nothing: another node has published, or this plan has been applied before.
    /// So is one that shows items which retention has purged meanwhile; from then on retention spares what the edition shows.
    /// </summary>
    Task<FreezeReceipt> FreezeAsync(EditionPlan plan, CancellationToken ct);

    /// <summary>A published edition; null when there is none of that number.</summary>
    Task<Edition?> FindAsync(string digest, int number, CancellationToken ct);

    /// <summary>The published edition with the highest number; null when there is none.</summary>
    Task<Edition?> LatestAsync(string digest, CancellationToken ct);

    /// <summary>
    /// Newest first, without their documents; at most <paramref name="limit"/>, 1 to 1,000. Numbers have no gaps, so an edition's neighbours are the numbers beside it.
    /// </summary>
    /// <param name="dueBefore">Only those due before, to page on; or null.</param>
    /// <param name="withSkipped">The skipped ones too, which have no number.</param>
    Task<IReadOnlyList<EditionSummary>> ListAsync(
        string digest,
        DateTimeOffset? dueBefore,
        int limit,
        bool withSkipped,
        CancellationToken ct
    );

    /// <summary>Which of these stories an edition of the digest has had.</summary>
    Task<IReadOnlySet<long>> PublishedStoriesAsync(string digest, IReadOnlyList<long> storyIds, CancellationToken ct);
}

/// <summary>How far a digest has come.</summary>
/// <param name="DueAt">Editions due up to this instant are published or skipped.</param>
/// <param name="ChangedUpTo">Items whose words last changed before this have had their chance.</param>
/// <param name="Number">Of the last edition; 0 before the first.</param>
public sealed record DigestWatermark(DateTimeOffset DueAt, DateTimeOffset ChangedUpTo, int Number)
{
    /// <summary>Items stored up to this one have been looked at, whatever the clock said when they were seen; null: not known.</summary>
    public long? LastItemId { get; init; }
}

/// <summary>An edition to be frozen. Pure data: the same watermark and items make the same plan on every node.</summary>
public sealed record EditionPlan
{
    public required string Digest { get; init; }

    /// <summary>The watermark it was made from. The edition's number is the next.</summary>
    public required DigestWatermark Since { get; init; }

    /// <summary>The new <see cref="DigestWatermark.DueAt"/>. Windows that were missed are merged into this one.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The new <see cref="DigestWatermark.ChangedUpTo"/>.</summary>
    public required DateTimeOffset ChangedUpTo { get; init; }

    /// <summary>The new <see cref="DigestWatermark.LastItemId"/>.</summary>
    public long? LastItemId { get; init; }

    /// <summary>The edition covers news from here up to <see cref="DueAt"/>.</summary>
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset FrozenAt { get; init; }
    public required string Title { get; init; }

    /// <summary>The stories it shows, each once; empty when it is skipped.</summary>
    public IReadOnlyList<long> StoryIds { get; init; } = [];

    /// <summary>The items it shows of them.</summary>
    public IReadOnlyList<long> ItemIds { get; init; } = [];

    /// <summary>The edition as data, opaque to the store; null when there is nothing to publish and it is skipped.</summary>
    public string? Document { get; init; }

    public bool Skipped => Document is null;
}

/// <param name="Refused">True: the watermark had moved or <see cref="ItemsAreGone"/>; nothing was changed.</param>
/// <param name="Number">Of the new edition; null when refused or skipped.</param>
/// <param name="Deliveries">How many were made.</param>
public sealed record FreezeReceipt(bool Refused, int? Number, int Deliveries)
{
    /// <summary>Refused because an item it shows was purged since the plan was made: made anew, it will do without.</summary>
    public bool ItemsAreGone { get; init; }
}

/// <param name="Number">From 1, without gaps; null for one that was skipped.</param>
public sealed record EditionSummary(
    string Digest,
    int? Number,
    string Title,
    DateTimeOffset From,
    DateTimeOffset DueAt,
    DateTimeOffset FrozenAt,
    int Stories
);

public sealed record Edition(EditionSummary Summary, string Document);
