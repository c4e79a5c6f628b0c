using System.Security.Cryptography;
using System.Text.Json;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Control;

/// <summary>
/// Where the service that holds a database file can be asked to run a verb, and the password for that, in a file beside the database that only its owner can read:
/// who may read it may write the database too. It is there while the service runs.
/// </summary>
/// <param name="Url">The service, as it is reached on this machine.</param>
internal sealed record ControlFile(Uri Url, string Token)
{
    private const int TokenBytes = 32;

    public static string NewToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Null for an engine that lets verbs in beside services.</summary>
    public static string? PathFor(StoreOptions store) => store.Engine == StoreEngine.Postgres ? null : store.Path + ".control";

    /// <summary>From here on the started app runs verbs for the command line on this machine; disposing takes the file away. Null where nobody needs that.</summary>
    public static IDisposable? Offer(WebApplication app, Uri listening)
    {
        if (PathFor(app.Services.GetRequiredService<StoreOptions>()) is not { } path)
        {
            return null;
        }
        HostedVerb.TakeConsole();
        return new ControlFile(listening, app.Services.GetRequiredService<ControlToken>().Value).Publish(path);
    }

    /// <returns>Null when there is none, or it is not for this user to read.</returns>
    public static ControlFile? Find(StoreOptions store)
    {
        try
        {
            return PathFor(store) is { } path && File.Exists(path) ? JsonSerializer.Deserialize<ControlFile>(File.ReadAllText(path)) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private Published Publish(string path)
    {
        var making = path + ".making";
        File.Delete(making);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // On Windows the data folder's own rights count.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var file = new FileStream(making, options))
        {
            JsonSerializer.Serialize(file, this);
        }
        File.Move(making, path, overwrite: true);
        return new Published(path);
    }

    private sealed class Published(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
