using System.Globalization;

namespace FeedAggregator.Storage;

/// <summary>Keeps a second service off the file. The engine might let both in, and each would think that it alone gives out ids.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <exception cref="StoreException">Another service holds it.</exception>
    public static FileLock Take(string path)
    {
        var beside = path + ".lock";
        try
        {
            // The operating system lets go of it when the process dies; the file itself stays: removing it would let two in at once.
            var file = new FileStream(beside, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new FileLock(file);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw LockedByAnother(path, exception);
        }
    }

    public static StoreException LockedByAnother(string path, Exception inner) =>
        new(
            StoreProblem.Locked,
            $"The database {path} is in use by another service. Stop that one, or give this one a Store:Path of its own.",
            inner
        );

    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK of Linux and macOS, sharing and lock violation of Windows. All else, such as a read-only disk, is no other service.</summary>
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
