using System.Data.Common;
using System.Text;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlEditions(Writer writer, Readers readers, IDialect dialect) : IEditionStore
{
    private const string Watermark = "select due_at, changed_up_to, number, last_item from digests where name = $1";
    private const string Begin = "insert into digests (name, due_at, changed_up_to, number) values ($1, $2, $2, 0) on conflict do nothing";

    /// <summary>The one statement that two nodes cannot both win.</summary>
    private const string Advance = """
        update digests set due_at = $5, changed_up_to = $6, number = $7, last_item = $8
        where name = $1 and due_at = $2 and changed_up_to = $3 and number = $4
        """;

    private const string Insert = """
        insert into editions (digest, number, title, from_at, due_at, frozen_at, stories, document) values ($1, $2, $3, $4, $5, $6, $7, $8)
        returning key
        """;

    private const string InsertStory = "insert into edition_stories (digest, story, edition) values ($1, $2, $3) on conflict do nothing";

    private const string Readers = """
        select id, wish from subscriptions s where digest = $1 and status = 1
            and not exists (select 1 from suppressions x where x.hash = s.target_hash and x.since is not null)
        order by id
        """;

    private const string InsertDelivery = """
        insert into deliveries (kind, subscription, edition, state, due_at, lease, lease_until, attempts, in_doubt, doubts)
        values (0, $1, $2, 0, $3, 0, 0, 0, 0, 0) on conflict do nothing
        """;

    private const string Columns = "select digest, number, title, from_at, due_at, frozen_at, stories, document from editions ";
    private const string Find = Columns + "where digest = $1 and number = $2";
    private const string Latest = Columns + "where digest = $1 and number is not null order by number desc limit 1";
    private const string ListAll = """
        select digest, number, title, from_at, due_at, frozen_at, stories from editions
        where digest = $1 and due_at < $2 order by due_at desc, key desc limit $3
        """;
    private const string ListPublished = """
        select digest, number, title, from_at, due_at, frozen_at, stories from editions
        where digest = $1 and due_at < $2 and number is not null order by due_at desc, key desc limit $3
        """;

    private static readonly DateTimeOffset EndOfTime = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly string _published = $"select story from edition_stories where digest = $1 and story {dialect.AnyOf("$2")}";

    private readonly string _shown = $"select id from items where id {dialect.AnyOf("$1")} order by id{dialect.ForKeyShare}";

    public async Task<DigestWatermark> OpenAsync(string digest, DateTimeOffset now, CancellationToken ct) =>
        await readers.RunAsync(session => session.First(Watermark, ReadWatermark, digest), ct)
        ?? await writer.RunAsync(
            batch =>
            {
                batch.Session.Run(Begin, digest, now);
                return batch.Session.First(Watermark, ReadWatermark, digest)!;
            },
            places: false,
            ct
        );

    public Task<FreezeReceipt> FreezeAsync(EditionPlan plan, CancellationToken ct)
    {
        var document = plan.Document is { } text ? Packed.Pack(Encoding.UTF8.GetBytes(text)) : null;
        return writer.RunAsync(batch => Freeze(batch.Session, plan, document, _shown), places: false, ct);
    }

    public Task<Edition?> FindAsync(string digest, int number, CancellationToken ct) =>
        readers.RunAsync(session => session.First(Find, ReadEdition, digest, number), ct);

    public Task<Edition?> LatestAsync(string digest, CancellationToken ct) =>
        readers.RunAsync(session => session.First(Latest, ReadEdition, digest), ct);

    public Task<IReadOnlyList<EditionSummary>> ListAsync(
        string digest,
        DateTimeOffset? dueBefore,
        int limit,
        bool withSkipped,
        CancellationToken ct
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return readers.RunAsync<IReadOnlyList<EditionSummary>>(
            session => session.All(withSkipped ? ListAll : ListPublished, ReadSummary, digest, dueBefore ?? EndOfTime, limit),
            ct
        );
    }

    public async Task<IReadOnlySet<long>> PublishedStoriesAsync(string digest, IReadOnlyList<long> storyIds, CancellationToken ct) =>
        storyIds.Count == 0
            ? new HashSet<long>()
            : await readers.RunAsync(
                session => session.All(_published, row => row.GetInt64(0), digest, storyIds.ToArray()).ToHashSet(),
                ct
            );

    private static FreezeReceipt Freeze(Session session, EditionPlan plan, byte[]? document, string shown)
    {
        // Before the edition cites them, retention may still take them; after it, it sees that they are cited. In between, these locks keep it waiting.
        long[] items = [.. plan.ItemIds.Distinct()];
        if (items.Length > 0 && session.All(shown, row => row.GetInt64(0), items).Count < items.Length)
            return new FreezeReceipt(Refused: true, null, 0) { ItemsAreGone = true };
        var since = plan.Since;
        int? number = plan.Skipped ? null : since.Number + 1;
        var moved = session.Run(
            Advance,
            plan.Digest,
            since.DueAt,
            since.ChangedUpTo,
            since.Number,
            plan.DueAt,
            plan.ChangedUpTo,
            number ?? since.Number,
            plan.LastItemId
        );
        if (moved == 0)
            return new FreezeReceipt(Refused: true, null, 0);
        var key = session
            .Number(Insert, plan.Digest, (long?)number, plan.Title, plan.From, plan.DueAt, plan.FrozenAt, plan.StoryIds.Count, document)!
            .Value;
        if (number is null)
            return new FreezeReceipt(Refused: false, null, 0);
        session.RunEach(InsertStory, [.. plan.StoryIds.Distinct().Select(story => new Value[] { plan.Digest, story, key })]);
        var readers = session.All(Readers, row => (Id: row.GetInt64(0), Wish: SubscriptionRow.ReadWish(row, 1)), plan.Digest);
        session.RunEach(InsertDelivery, [.. readers.Select(reader => new Value[] { reader.Id, key, reader.Wish.DueAfter(plan.FrozenAt) })]);
        return new FreezeReceipt(Refused: false, number, readers.Count);
    }

    private static DigestWatermark ReadWatermark(DbDataReader row) =>
        new(row.Instant(0), row.Instant(1), (int)row.GetInt64(2)) { LastItemId = row.IsDBNull(3) ? null : row.GetInt64(3) };

    private static EditionSummary ReadSummary(DbDataReader row) =>
        new(
            row.GetString(0),
            row.IsDBNull(1) ? null : (int)row.GetInt64(1),
            row.GetString(2),
            row.Instant(3),
            row.Instant(4),
            row.Instant(5),
            (int)row.GetInt64(6)
        );

    private static Edition ReadEdition(DbDataReader row)
    {
        var summary = ReadSummary(row);
        var document = Packed.Unpack(row.GetFieldValue<byte[]>(7), $"edition {summary.Number} of {summary.Digest}");
        return new Edition(summary, Encoding.UTF8.GetString(document));
    }
}
