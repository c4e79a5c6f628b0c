namespace FeedAggregator.Storage.Sql;

/// <summary>The texts by which a plan is applied.</summary>
internal sealed class PollStatements(IDialect dialect)
{
    /// <summary>Polls kept per feed.</summary>
    public const int Ring = 64;

    /// <summary>Revisions kept per item.</summary>
    public const int Revisions = 24;

    public const string InsertBody = "insert into bodies (item, body) values ($1, $2)";
    public const string DeleteBody = "delete from bodies where item = $1";
    public const string InsertIdentity = "insert into identities (feed, key, item) values ($1, $2, $3) on conflict do nothing";
    public const string InsertFingerprint = "insert into fingerprints (item, fingerprint) values ($1, $2)";
    public const string RenewFingerprint = "update fingerprints set fingerprint = $2, renewed = $3 where item = $1 and fingerprint <> $2";
    public const string SelectItem = $"select {ItemRow.Columns}, b.body from items i left join bodies b on b.item = i.id where i.id = $1";
    public const string InsertRevision = "insert into revisions (item, number, replaced_at, content) values ($1, $2, $3, $4)";
    public const string DeleteRevisions = "delete from revisions where item = $1 and number <= $2";

    public const string InsertRecord = """
        insert into polls (feed, slot, number, record) values ($1, $2, $3, $4)
        on conflict (feed, slot) do update set number = excluded.number, record = excluded.record
        """;

    public const string InsertDocument = """
        insert into documents (feed, at, final_url, content_type, content_language, content_location, body) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (feed) do update set at = excluded.at, final_url = excluded.final_url, content_type = excluded.content_type,
            content_language = excluded.content_language, content_location = excluded.content_location, body = excluded.body
        """;

    public const string UpdateFeed = """
        update feeds set state = $2, seal = $3, pollable = $4, due_at = $5, lease_until = 0, applied = lease,
            polls = polls + $8, items = items + $6, newest_at = $7
        where key = $1
        """;

    /// <summary>What <see cref="InsertDocument"/> takes.</summary>
    public static Value[] Document(long feed, RawDocument raw, byte[] packed) =>
        [feed, raw.At, raw.FinalUrl, raw.ContentType, raw.ContentLanguage, raw.ContentLocation, packed];

    public string SelectFeed { get; } =
        "select lease, applied, polls, settings, listed, newest_at, state, seal from feeds where key = $1" + dialect.ForUpdate;

    public string SelectKnown { get; } = Known.Select(dialect);
}
