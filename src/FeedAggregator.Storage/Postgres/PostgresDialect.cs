using System.Data.Common;
using System.Text;
using FeedAggregator.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace FeedAggregator.Storage.Postgres;

internal sealed class PostgresDialect(NpgsqlDataSource source, PostgresProblems problems, bool readOnly) : IDialect
{
    public string BeginWrite => "begin";
    public string BeginRead => "begin isolation level repeatable read read only";
    public string ForUpdate => " for update";
    public string ForKeyShare => " for key share";
    public string ForUpdateSkipLocked => " for update skip locked";
    public string? LockPlacement => "select pg_advisory_xact_lock(hashtextextended('feedaggregator placement ' || current_schema(), 0))";
    public string InsertWords => "insert into search (item, words) values ($1, $2::tsvector)";
    public string DeleteWords => "delete from search where item = $1";

    public StoreEngine Engine => StoreEngine.Postgres;
    public string SchemaVersion => "select version from feedaggregator_version";
    public string SizeOnDisk =>
        "select sum(pg_total_relation_size(c.oid))::bigint from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace";
    public string? GiveBack => null;

    /// <summary>A column without a sequence, and a table without rows, give null, which setval leaves alone.</summary>
    public string? ContinueKeys(string table, string column) =>
        table == "subscriptions"
            ? $"select setval(pg_get_serial_sequence('{table}', '{column}'), greatest((select max({column}) from {table}), ({SqlSubscriptions.LastErased})))"
            : $"select setval(pg_get_serial_sequence('{table}', '{column}'), (select max({column}) from {table}))";

    public string NewSubscription => "default";

    public IPollStore Hasten(IPollStore polls, Writer writer) => new QuietPolls(polls, writer);

    public string MatchWords(string parameter) => $"select item from search where words @@ {parameter}::tsquery";

    public string AnyOf(string parameter) => $"= any({parameter})";

    public string EachOf(string parameter) => $"unnest({parameter}) as one (value)";

    /// <summary>The words with their places, as a tsvector is written (postgresql.org/docs/current/datatype-textsearch.html). They need no escapes: letters, digits, marks.</summary>
    public string WordsOf(string words)
    {
        var vector = new StringBuilder(words.Length * 2);
        foreach (
            var places in words
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select((word, i) => (Word: word, Place: i + 1))
                .GroupBy(one => one.Word, one => one.Place)
        )
            vector.Append('\'').Append(places.Key).Append("':").AppendJoin(',', places).Append(' ');
        return vector.ToString();
    }

    public string QueryOf(IReadOnlyList<SearchPhrase> phrases) =>
        string.Join(
            " & ",
            phrases.Select(phrase =>
                $"({string.Join(" <-> ", phrase.Words.Select(word => $"'{word}'"))}{(phrase.LastIsPrefix ? ":*" : "")})"
            )
        );

    public DbConnection OpenWriter()
    {
        if (readOnly)
            throw problems.OpenedToRead();
        var connection = source.OpenConnection();
        using var command = connection.CreateCommand();
        // A poll is acknowledged when it is durable, whatever the server's default.
        command.CommandText = "set synchronous_commit = on";
        command.ExecuteNonQuery();
        return connection;
    }

    public DbConnection OpenReader() => source.OpenConnection();

    public DbParameter Parameter(int number, ValueKind kind) => new NpgsqlParameter { NpgsqlDbType = TypeOf(kind) };

    public object Bind(Value value) => value.Boxed ?? DBNull.Value;

    public IRows Rows(DbConnection connection) => new PostgresRows((NpgsqlConnection)connection);

    /// <summary>The server's own tool for that is pg_amcheck; here only our checksums are compared.</summary>
    public IEnumerable<string> CheckPages(Session session) => [];

    public void Backup(string copy) =>
        throw new NotSupportedException(
            "PostgreSQL is backed up by its own tools, such as pg_dump; 'feedaggregator store copy' makes an SQLite file of it."
        );

    public void Interrupt(DbCommand running) => running.Cancel();

    public StoreException? Translate(Exception exception) => problems.Translate(exception);

    public static NpgsqlDbType TypeOf(ValueKind kind) =>
        kind switch
        {
            ValueKind.Number => NpgsqlDbType.Bigint,
            ValueKind.Real => NpgsqlDbType.Double,
            ValueKind.Text => NpgsqlDbType.Text,
            ValueKind.Blob => NpgsqlDbType.Bytea,
            ValueKind.Numbers => NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            ValueKind.Texts => NpgsqlDbType.Array | NpgsqlDbType.Text,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
