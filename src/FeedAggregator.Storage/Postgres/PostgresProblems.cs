using FeedAggregator.Storage.Sql;
using Npgsql;

namespace FeedAggregator.Storage.Postgres;

/// <summary>The server's error codes (postgresql.org/docs/current/errcodes-appendix.html) as lines an admin can act on. None holds a password.</summary>
internal sealed class PostgresProblems(string? host, int port, string? database, string? user)
{
    private string Server => $"PostgreSQL at {host}:{port}";

    public StoreException? Translate(Exception exception) =>
        exception switch
        {
            StoreException known => known,
            PostgresException refused => Translate(refused),
            NpgsqlException or TimeoutException => Unavailable(
                $"{Server} does not answer: {exception.Message.TrimEnd('.')}. Check that it runs and the host and port in Store:ConnectionString.",
                exception
            ),
            _ => null,
        };

    public StoreException Foreign(string schema) =>
        new(
            StoreProblem.Foreign,
            $"The schema '{schema}' of the database '{database}' holds tables of another program. Name another one in Store:ConnectionString (Search Path=...); it was not touched."
        );

    public StoreException NewerVersion(string schema, long version, int newest) =>
        new(
            StoreProblem.NewerVersion,
            $"The schema '{schema}' of the database '{database}' has version {version}, and this program knows versions up to {newest}. Install the newer program again; it was not touched."
        );

    public StoreException OtherVersion(string schema, long version, int newest) =>
        Unavailable(
            $"The schema '{schema}' of the database '{database}' has version {version}, and this program reads version {newest}. Start the service once: it makes it or brings it up to date.",
            null
        );

    public StoreException OpenedToRead() => Unavailable($"{Server} was opened to look only; nothing can be stored.", null);

    public StoreException Encoding(string? encoding) =>
        Unavailable(
            $"The database '{database}' is encoded in {encoding}. Create one with ENCODING 'UTF8' and name it in Store:ConnectionString.",
            null
        );

    private StoreException? Translate(PostgresException refused) =>
        refused.SqlState switch
        {
            "28P01" or "28000" => Unavailable(
                $"{Server} does not let the user '{user}' into the database '{database}': wrong credentials. Check user and password in Store:ConnectionString.",
                refused
            ),
            "3D000" => Unavailable(
                $"{Server} has no database '{database}'. Create it, or name another in Store:ConnectionString.",
                refused
            ),
            "42501" => Unavailable(
                $"The user '{user}' may not do this in the database '{database}': {refused.MessageText}. Grant it the right to create a schema, or to use ours.",
                refused
            ),
            "25006" => Unavailable(
                $"{Server} is read-only, perhaps a standby. Name the primary server in Store:ConnectionString.",
                refused
            ),
            "53100" => new StoreException(
                StoreProblem.Full,
                $"The disk of {Server} is full: nothing more can be stored. Free some space; what was stored before is unharmed.",
                refused
            ),
            "XX001" or "XX002" => StoreDamage.Of($"{Server}: {refused.MessageText}", refused),
            // Connection lost, out of resources, shutting down, deadlock: worth another try later.
            { Length: 5 } state when state[..2] is "08" or "53" or "57" or "58" or "40" => Unavailable(
                $"{Server} cannot serve at present: {refused.MessageText}. Check its log.",
                refused
            ),
            _ => null,
        };

    private static StoreException Unavailable(string line, Exception? inner) => new(StoreProblem.Unavailable, line, inner);
}
