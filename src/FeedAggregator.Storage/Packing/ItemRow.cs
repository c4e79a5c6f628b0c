using System.Data.Common;

namespace FeedAggregator.Storage.Packing;

/// <summary>A row of <c>items</c>: the columns a digest needs, sealed.</summary>
internal sealed record ItemRow
{
    public const string Columns = """
        i.id, i.feed, i.story, i.news_at, i.seen_at, i.published, i.updated, i.changed_at, i.backlog, i.revisions, i.content_hash,
        i.title, i.link, i.excerpt, i.author, i.language, i.image_url, i.match_layer, i.match_score, i.match_evidence, i.seal
        """;

    /// <summary>So many columns come before those a query adds.</summary>
    public const int Width = 21;

    public const string Insert = """
        insert into items (id, feed, story, news_at, seen_at, published, updated, changed_at, backlog, revisions, content_hash,
            title, link, excerpt, author, language, image_url, match_layer, match_score, match_evidence, seal)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        """;

    /// <summary>Takes the same values as <see cref="Insert"/>; where the item came from and what it belongs to stays.</summary>
    public const string Update = """
        update items set published = $6, updated = $7, changed_at = $8, revisions = $10, content_hash = $11, title = $12, link = $13,
            excerpt = $14, author = $15, language = $16, image_url = $17, seal = $21
        where id = $1
        """;

    /// <summary>Takes the same values too; only what the item belongs to changes.</summary>
    public const string Move =
        "update items set story = $3, match_layer = $18, match_score = $19, match_evidence = $20, seal = $21 where id = $1";

    public required long Id { get; init; }
    public required long Feed { get; init; }
    public required long Story { get; init; }
    public required DateTimeOffset NewsAt { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public DateTimeOffset? Published { get; init; }
    public DateTimeOffset? Updated { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
    public bool Backlog { get; init; }
    public int Revisions { get; init; }
    public required long ContentHash { get; init; }
    public required string Title { get; init; }
    public string? Link { get; init; }
    public required string Excerpt { get; init; }
    public string? Author { get; init; }
    public string? Language { get; init; }
    public string? ImageUrl { get; init; }
    public string? MatchLayer { get; init; }
    public double MatchScore { get; init; }
    public string? MatchEvidence { get; init; }

    public static ItemRow Of(NewItem item, long id, long feed, StoryPlacement placement) =>
        new ItemRow
        {
            Id = id,
            Feed = feed,
            Story = placement.StoryId,
            NewsAt = item.NewsAt,
            SeenAt = item.SeenAt,
            Backlog = item.Backlog,
            ContentHash = 0,
            Title = "",
            Excerpt = "",
            MatchLayer = placement.Layer,
            MatchScore = placement.Score,
            MatchEvidence = Storable.Text(placement.Evidence),
        }.Saying(item.Content);

    public static ItemRow Of(ItemContents item) =>
        new ItemRow
        {
            Id = item.Id,
            Feed = item.FeedKey,
            Story = item.Placement.StoryId,
            NewsAt = item.NewsAt,
            SeenAt = item.SeenAt,
            ChangedAt = item.ChangedAt,
            Backlog = item.Backlog,
            Revisions = item.RevisionCount,
            ContentHash = 0,
            Title = "",
            Excerpt = "",
            MatchLayer = item.Placement.Layer,
            MatchScore = item.Placement.Score,
            MatchEvidence = item.Placement.Evidence,
        }.Saying(item.Content);

    public ItemRow Saying(ItemContent content) =>
        this with
        {
            Published = content.Published,
            Updated = content.Updated,
            ContentHash = content.ContentHash,
            Title = Storable.Text(content.Title)!,
            Link = Storable.Text(content.Link),
            Excerpt = Storable.Text(content.Excerpt)!,
            Author = Storable.Text(content.Author),
            Language = Storable.Text(content.Language),
            ImageUrl = Storable.Text(content.ImageUrl),
        };

    /// <param name="feedName">The admin's name for the feed, else its own title, else its id.</param>
    public ItemSummary Summary(string feedId, string feedName, IReadOnlyList<string> feedTags, double feedWeight) =>
        new()
        {
            Id = Id,
            StoryId = Story,
            FeedId = feedId,
            FeedName = feedName,
            FeedTags = feedTags,
            FeedWeight = feedWeight,
            Title = Title,
            Link = Link,
            Excerpt = Excerpt,
            Author = Author,
            Language = Language,
            ImageUrl = ImageUrl,
            Published = Published,
            NewsAt = NewsAt,
            SeenAt = SeenAt,
            ChangedAt = ChangedAt,
            Backlog = Backlog,
            MatchLayer = MatchLayer,
            MatchScore = MatchScore,
            MatchEvidence = MatchEvidence,
        };

    /// <summary>All but keys and revisions.</summary>
    public ItemContents Contents(ItemBody body, byte[]? fingerprint, IReadOnlyList<StoryLink> related)
    {
        var content = new ItemContent
        {
            ContentHash = ContentHash,
            Title = Title,
            Link = Link,
            Excerpt = Excerpt,
            BodyHtml = body.Html,
            Published = Published,
            Updated = Updated,
            Author = Author,
            Language = Language,
            ImageUrl = ImageUrl,
            Categories = body.Categories,
            Enclosures = body.Enclosures,
            Fingerprint = fingerprint,
        };
        var placement = new StoryPlacement(Story, MatchLayer, MatchScore, MatchEvidence) { Related = related };
        return new ItemContents(Id, Feed, content, placement)
        {
            SeenAt = SeenAt,
            NewsAt = NewsAt,
            ChangedAt = ChangedAt,
            Backlog = Backlog,
            HasFingerprint = fingerprint is not null,
            RevisionCount = Revisions,
        };
    }

    public Value[] Values() =>
        [
            Id,
            Feed,
            Story,
            NewsAt,
            SeenAt,
            Published,
            Updated,
            ChangedAt,
            Backlog,
            (long)Revisions,
            ContentHash,
            Title,
            Link,
            Excerpt,
            Author,
            Language,
            ImageUrl,
            MatchLayer,
            MatchScore,
            MatchEvidence,
            SealOf(),
        ];

    /// <exception cref="StoreException">The row is not what was stored.</exception>
    public static ItemRow Read(DbDataReader row)
    {
        var item = new ItemRow
        {
            Id = row.GetInt64(0),
            Feed = row.GetInt64(1),
            Story = row.GetInt64(2),
            NewsAt = row.Instant(3),
            SeenAt = row.Instant(4),
            Published = row.InstantOrNull(5),
            Updated = row.InstantOrNull(6),
            ChangedAt = row.InstantOrNull(7),
            Backlog = row.Flag(8),
            Revisions = (int)row.GetInt64(9),
            ContentHash = row.GetInt64(10),
            Title = row.GetString(11),
            Link = row.TextOrNull(12),
            Excerpt = row.GetString(13),
            Author = row.TextOrNull(14),
            Language = row.TextOrNull(15),
            ImageUrl = row.TextOrNull(16),
            MatchLayer = row.TextOrNull(17),
            MatchScore = row.GetDouble(18),
            MatchEvidence = row.TextOrNull(19),
        };
        return item.SealOf() == row.GetInt64(20) ? item : throw StoreDamage.Of($"the row of item {item.Id} does not match its checksum");
    }

    private long SealOf() =>
        new Seal()
            .Add(Id)
            .Add(Feed)
            .Add(Story)
            .Add(NewsAt)
            .Add(SeenAt)
            .Add(Published)
            .Add(Updated)
            .Add(ChangedAt)
            .Add(Backlog)
            .Add(Revisions)
            .Add(ContentHash)
            .Add(Title)
            .Add(Link)
            .Add(Excerpt)
            .Add(Author)
            .Add(Language)
            .Add(ImageUrl)
            .Add(MatchLayer)
            .Add(MatchScore)
            .Add(MatchEvidence)
            .Number;
}
