using FeedAggregator.Storage.Sql;
using Npgsql;

namespace FeedAggregator.Storage.Postgres;

/// <summary>Opens the store on one schema of a server. Any number of nodes may.</summary>
internal static class PostgresEngine
{
    /// <summary>Ours unless the connection string names one (<c>Search Path</c>).</summary>
    private const string DefaultSchema = "feedaggregator";
    private const int ReaderCount = 8;

    public static IStore Open(StoreOptions options, IStoryPlacer placer, TimeProvider clock, bool copying)
    {
        var settings = Settings(options.ConnectionString!);
        var problems = new PostgresProblems(settings.Host, settings.Port, settings.Database ?? settings.Username, settings.Username);
        var source = Understood(() => NpgsqlDataSource.Create(settings));
        try
        {
            var parts = new SqlStoreParts(new StoryWindow(placer, clock), clock, copying, source) { ReaderCount = ReaderCount };
            return Start(new PostgresDialect(source, problems, options.ReadOnly), settings.SearchPath!, problems, options, parts);
        }
        catch (Exception exception)
        {
            source.Dispose();
            if (problems.Translate(exception) is { } problem && exception is not StoreException)
                throw problem;
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString) =>
        Understood(() =>
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false };
            settings.ApplicationName ??= "feedaggregator";
            settings.SearchPath ??= DefaultSchema;
            return settings;
        });

    /// <summary>A name it does not know is noticed when it reads the string; that the host is missing, or settings exclude each other, only when it makes use of it.</summary>
    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // The exception could quote the string, and with it the password.
            throw new StoreException(
                StoreProblem.Unavailable,
                "Store:ConnectionString cannot be read. Write it as 'Host=localhost;Database=feeds;Username=feeds;Password=...'."
            );
        }
    }

    private static SqlStore Start(
        PostgresDialect dialect,
        string schema,
        PostgresProblems problems,
        StoreOptions options,
        SqlStoreParts parts
    )
    {
        var session = new Session(options.ReadOnly ? dialect.OpenReader() : dialect.OpenWriter(), dialect);
        try
        {
            var encoding = session.First("show server_encoding", row => row.GetString(0));
            if (encoding != "UTF8")
                throw problems.Encoding(encoding);
            if (options.ReadOnly)
                PostgresSchema.Require(session, schema, problems, Migration.Of("Postgres"));
            else
                PostgresSchema.Upgrade(session, schema, problems, Migration.Of("Postgres"));
            return SqlStore.Start(session, options, parts);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
