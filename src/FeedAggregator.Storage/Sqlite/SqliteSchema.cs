using System.Globalization;
using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>Brings a database to the version this program knows. The version is the file's <c>user_version</c>, set in the transaction of its step.</summary>
internal static class SqliteSchema
{
    public static int VersionOf(SqliteConnection connection) =>
        Convert.ToInt32(SqliteConnections.Ask(connection, "pragma user_version"), CultureInfo.InvariantCulture);

    /// <summary>Refuses a version this program does not know; copies the file before the first step.</summary>
    public static void Upgrade(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations)
    {
        var version = VersionOf(connection);
        var newest = migrations[^1].Version;
        if (version > newest)
            throw SqliteProblems.NewerVersion(path, version, newest);
        if (version < 1)
            throw StoreDamage.Of($"{path} has no version");
        if (version == newest)
            return;
        Copy(connection, $"{path}.v{version}");
        Apply(connection, migrations);
    }

    /// <summary>Refuses any version but this program's, for opening to look only.</summary>
    public static void Require(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations)
    {
        var (version, newest) = (VersionOf(connection), migrations[^1].Version);
        if (version > newest)
            throw SqliteProblems.NewerVersion(path, version, newest);
        if (version < newest)
            throw SqliteProblems.OlderVersion(path, version, newest);
    }

    /// <summary>Each step in a transaction of its own.</summary>
    public static void Apply(SqliteConnection connection, IReadOnlyList<Migration> migrations)
    {
        var version = VersionOf(connection);
        foreach (var migration in migrations.Where(migration => migration.Version > version))
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.CommandText = $"{migration.Script}; pragma user_version = {migration.Version}";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>A copy that an earlier, broken-off attempt left is the older and better one: it stays.</summary>
    private static void Copy(SqliteConnection connection, string copy)
    {
        if (File.Exists(copy))
            return;
        var making = copy + ".making";
        File.Delete(making);
        using var command = connection.CreateCommand();
        command.CommandText = "vacuum into $1";
        command.Parameters.AddWithValue("$1", making);
        command.ExecuteNonQuery();
        File.Move(making, copy);
    }
}
