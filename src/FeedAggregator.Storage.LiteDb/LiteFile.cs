using System.Buffers.Binary;
using System.Collections.Concurrent;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>Finds out what lies at a path before LiteDB touches it, and makes a new database where nothing does.</summary>
internal static class LiteFile
{
    /// <summary>The first two bytes say whose file it is ("FA"), the rest is the version of its form.</summary>
    private const int Ours = 0x4641_0000;
    public const int Version = 1;

    // LiteDB 5, the header page: where its mark and the user version lie.
    private const int MarkAt = 32;
    private const int UserVersionAt = 76;
    private const int HeaderLength = 100;
    private const int PageLength = 8192;
    private static readonly ConcurrentBag<LiteDatabase> Abandoned = [];
    private static ReadOnlySpan<byte> Mark => "** This is a LiteDB file **"u8;

    public static LiteDatabase Open(string path)
    {
        if (!Inspect(path))
            Create(path);
        return Connect(path);
    }

    /// <summary>
    /// Copies what was committed from the log into the data file and syncs that. The log is synced before: LiteDB does not (2818), and pages half copied when the
    /// power goes are mended from it. On Windows nobody else may open it.
    /// </summary>
    public static void Checkpoint(LiteDatabase database, string path)
    {
        if (!OperatingSystem.IsWindows() && HasLog(path))
        {
            using var log = File.OpenHandle(LogOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(log);
        }
        database.Checkpoint();
    }

    /// <summary>
    /// Closes it after an error, and keeps it reachable: of a transaction that could not be ended the finalizer throws, which would take the process with it.
    /// </summary>
    public static void Abandon(LiteDatabase database)
    {
        Abandoned.Add(database);
        database.Dispose();
    }

    /// <summary>For all that is done before the file is known to be sound: LiteDB fails in any way on what is damaged.</summary>
    public static void Verify(string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (Translate(exception, path) is null)
        {
            throw StoreDamage.Of($"{path}: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static LiteDatabase Connect(string path) =>
        // Auto-rebuild opens a file whose tail is gone without its rows: never. The collation is that of no culture: indexes made under one and
        // searched under another lose rows (LiteDB 2812), and the default folds case.
        new(
            new ConnectionString
            {
                Filename = path,
                Connection = ConnectionType.Direct,
                AutoRebuild = false,
                Upgrade = false,
                Collation = Collation.Binary,
            }
        );

    /// <returns>False when there is no file yet.</returns>
    private static bool Inspect(string path)
    {
        if (!File.Exists(path))
        {
            if (HasLog(path))
                throw StoreDamage.Of($"{path} is gone but its log {LogOf(path)} is there");
            return false;
        }
        Span<byte> header = stackalloc byte[HeaderLength];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (length < HeaderLength)
            throw StoreDamage.Of($"{path} is empty or cut off");
        var version = BinaryPrimitives.ReadInt32LittleEndian(header[UserVersionAt..]) ^ Ours;
        if (!header[MarkAt..].StartsWith(Mark) || version is < 1 or > 0xFFFF)
            throw new StoreException(
                StoreProblem.Foreign,
                $"{path} is no LiteDB database of this program. Let Store:Path name another file; it was not touched."
            );
        if (version > Version)
            throw new StoreException(
                StoreProblem.NewerVersion,
                $"The database {path} has version {version}, and this program knows versions up to {Version}. Install the newer program again; the file was not touched."
            );
        // A process that died while it copied pages from the log leaves this, and the log mends it; LiteDB drops such a page without a word.
        if (file.Length % PageLength != 0 && !HasLog(path))
            throw StoreDamage.Of($"{path} is cut off in the middle of a page");
        return true;
    }

    /// <summary>Under another name first: what stands at the path is never half a database.</summary>
    private static void Create(string path)
    {
        var making = path + ".making";
        File.Delete(making);
        File.Delete(LogOf(making));
        var database = Connect(making);
        try
        {
            database.UserVersion = Ours | Version;
            database.UtcDate = true;
            // Only we say when: after each commit that is acknowledged.
            database.CheckpointSize = 0;
            new LiteTables(database).Create();
            database.Checkpoint();
            database.Dispose();
        }
        catch
        {
            Abandon(database);
            throw;
        }
        File.Delete(LogOf(making));
        File.Move(making, path);
    }

    private static bool HasLog(string path) => new FileInfo(LogOf(path)) is { Exists: true, Length: > 0 };

    private static string LogOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-log{Path.GetExtension(path)}");

    /// <summary>After the first two LiteDB closes itself, or should: its own state is not to be trusted. The last says that it has.</summary>
    public static bool IsFatal(Exception exception) =>
        exception is IOException or LiteException { ErrorCode: LiteException.INVALID_DATAFILE_STATE } or ObjectDisposedException;

    public static StoreException? Translate(Exception exception, string path) =>
        exception switch
        {
            StoreException known => known,
            LiteException { ErrorCode: LiteException.LOCK_TIMEOUT or LiteException.ALREADY_OPEN_DATAFILE } => FileLock.LockedByAnother(
                path,
                exception
            ),
            LiteException or EndOfStreamException => StoreDamage.Of($"{path}: {exception.Message.TrimEnd('.')}", exception),
            IOException full when (full.HResult & 0xFFFF) is 28 or 112 => new StoreException(
                StoreProblem.Full,
                $"The disk is full: nothing more can be stored in {path}. Free some space; what was stored before is unharmed.",
                exception
            ),
            IOException or UnauthorizedAccessException => new StoreException(
                StoreProblem.Unavailable,
                $"The database {path} cannot be opened or written: {exception.Message.TrimEnd('.')}. Check that the folder exists, that this user may write to it, and Store:Path.",
                exception
            ),
            _ => null,
        };
}
