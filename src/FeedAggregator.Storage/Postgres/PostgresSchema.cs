using FeedAggregator.Storage.Sql;

namespace FeedAggregator.Storage.Postgres;

/// <summary>
/// Makes our schema or brings it up to date. Everything happens in one transaction under a lock, so that nodes that start together do it once and one that
/// dies half way has done nothing: PostgreSQL's DDL is transactional, a copy made first would add nothing.
/// </summary>
internal static class PostgresSchema
{
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('feedaggregator schema ' || $1, 0))";
    private const string Tables = "select count(*) from pg_tables where schemaname = $1";
    private const string OurTable = "select count(*) from pg_tables where schemaname = $1 and tablename = 'feedaggregator_version'";
    private const string Version = "select version from feedaggregator_version";

    public static void Upgrade(Session session, string schema, PostgresProblems problems, IReadOnlyList<Migration> migrations)
    {
        session.Execute("begin");
        session.Run(Lock, schema);
        var version = VersionOf(session, schema, problems);
        if (version > migrations[^1].Version)
            throw problems.NewerVersion(schema, version, migrations[^1].Version);
        foreach (var migration in migrations.Where(migration => migration.Version > version))
        {
            session.Execute(migration.Script);
            session.Execute($"update feedaggregator_version set version = {migration.Version}");
        }
        session.Execute("commit");
    }

    /// <summary>Refuses any version but this program's, for opening to look only.</summary>
    public static void Require(Session session, string schema, PostgresProblems problems, IReadOnlyList<Migration> migrations)
    {
        var (version, newest) = (session.Number(OurTable, schema) > 0 ? session.Number(Version) ?? 0 : 0, migrations[^1].Version);
        if (version > newest)
            throw problems.NewerVersion(schema, version, newest);
        if (version < newest)
            throw problems.OtherVersion(schema, version, newest);
    }

    private static long VersionOf(Session session, string schema, PostgresProblems problems)
    {
        if (session.Number(OurTable, schema) > 0)
            return session.Number(Version) ?? throw StoreDamage.Of($"the table '{schema}.feedaggregator_version' is empty");
        if (session.Number(Tables, schema) > 0)
            throw problems.Foreign(schema);
        session.Execute($"create schema if not exists \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        session.Execute("create table feedaggregator_version (version bigint not null); insert into feedaggregator_version values (0)");
        return 0;
    }
}
