using System.Data.Common;
using System.Text;
using System.Text.Json;
using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

internal sealed class SqliteDialect(string path, bool readOnly) : IDialect
{
    public string BeginWrite => "begin immediate";
    public string BeginRead => "begin";
    public string ForUpdate => "";
    public string ForKeyShare => "";
    public string ForUpdateSkipLocked => "";
    public string? LockPlacement => null;
    public string InsertWords => "insert into search (rowid, words) values ($1, $2)";
    public string DeleteWords => "delete from search where rowid = $1";

    public StoreEngine Engine => StoreEngine.Sqlite;
    public string SchemaVersion => "select user_version from pragma_user_version()";
    public string SizeOnDisk => "select page_count * page_size from pragma_page_count(), pragma_page_size()";
    public string? GiveBack => "pragma incremental_vacuum(4000)";

    public string? ContinueKeys(string table, string column) => null;

    /// <summary>By itself SQLite gives the greatest id out again once its row is gone.</summary>
    public string NewSubscription =>
        """
            (select 1 + max(coalesce((select max(id) from subscriptions), 0),
                coalesce((select cast(value as integer) from facts where name = 'erased subscription'), 0)))
            """;

    public IPollStore Hasten(IPollStore polls, Writer writer) => polls;

    public string MatchWords(string parameter) => $"select rowid from search where search match {parameter}";

    public string AnyOf(string parameter) => $"in (select value from json_each({parameter}))";

    public string EachOf(string parameter) => $"json_each({parameter})";

    public string WordsOf(string words) => words;

    public string QueryOf(IReadOnlyList<SearchPhrase> phrases)
    {
        var query = new StringBuilder();
        foreach (var phrase in phrases)
        {
            // Words are letters and digits only: nothing in them can end the quotes.
            query.Append('"').AppendJoin(' ', phrase.Words).Append('"').Append(phrase.LastIsPrefix ? " * " : " ");
        }
        return query.ToString();
    }

    public DbConnection OpenWriter() => readOnly ? throw SqliteProblems.OpenedToRead(path) : SqliteConnections.Open(path, writes: true);

    public DbConnection OpenReader() => SqliteConnections.Open(path, writes: false);

    public DbParameter Parameter(int number, ValueKind kind) => new SqliteParameter { ParameterName = $"${number}" };

    public object Bind(Value value) =>
        value.Boxed switch
        {
            null => DBNull.Value,
            long[] numbers => JsonSerializer.Serialize(numbers),
            string[] texts => JsonSerializer.Serialize(texts),
            var boxed => boxed,
        };

    public IRows Rows(DbConnection connection) => new SqliteRows((SqliteConnection)connection);

    public IEnumerable<string> CheckPages(Session session) =>
        session.All("pragma integrity_check(100)", row => row.GetString(0)).Where(line => line != "ok");

    public void Backup(string copy) => SqliteBackup.Write(path, copy);

    public void Interrupt(DbCommand running) => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)running.Connection!).Handle);

    public StoreException? Translate(Exception exception) => SqliteProblems.Translate(exception, path);
}
