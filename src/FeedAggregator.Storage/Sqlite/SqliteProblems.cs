using FeedAggregator.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Storage.Sqlite;

/// <summary>SQLite's result codes (sqlite.org/rescode.html) as lines an admin can act on.</summary>
internal static class SqliteProblems
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Mismatch = 20;
    private const int Permission = 3;
    private const int NotADatabase = 26;

    public static StoreException? Translate(Exception exception, string path) =>
        exception switch
        {
            StoreException known => known,
            SqliteException sqlite => Translate(sqlite, path),
            IOException or UnauthorizedAccessException => Unavailable(path, exception),
            _ => null,
        };

    public static StoreException Unavailable(string path, Exception exception) =>
        new(
            StoreProblem.Unavailable,
            $"The database {path} cannot be opened or written: {exception.Message.TrimEnd('.')}. Check that the folder exists, that this user may write to it, and Store:Path.",
            exception
        );

    public static StoreException NewerVersion(string path, int version, int newest) =>
        new(
            StoreProblem.NewerVersion,
            $"The database {path} has version {version}, and this program knows versions up to {newest}. Install the newer program again; the file was not touched."
        );

    public static StoreException OlderVersion(string path, int version, int newest) =>
        new(
            StoreProblem.Unavailable,
            $"The database {path} has version {version}, and this program reads version {newest}. Start the service once: it brings it up to date."
        );

    public static StoreException OpenedToRead(string path) =>
        new(StoreProblem.Unavailable, $"The database {path} was opened to look only; nothing can be stored.");

    private static StoreException? Translate(SqliteException exception, string path) =>
        exception.SqliteErrorCode switch
        {
            Busy or Locked => FileLock.LockedByAnother(path, exception),
            Corrupt or NotADatabase or Mismatch => StoreDamage.Of($"{path}: {exception.Message}", exception),
            Full => new StoreException(
                StoreProblem.Full,
                $"The disk is full: nothing more can be stored in {path}. Free some space; what was stored before is unharmed.",
                exception
            ),
            ReadOnly or Permission => new StoreException(
                StoreProblem.Unavailable,
                $"The database {path} cannot be written: the file, its folder or the disk is read-only. Make it writable for this user or choose another Store:Path.",
                exception
            ),
            IoError or CannotOpen => Unavailable(path, exception),
            // Our own statements name only what the schema has: where it lacks that, its text on the disk has changed.
            Error when exception.Message.Contains("no such ", StringComparison.Ordinal) => StoreDamage.Of(
                $"{path}: {exception.Message}",
                exception
            ),
            _ => null,
        };
}
