using FeedAggregator.Delivery;
using Microsoft.Extensions.Logging;

namespace FeedAggregator.Mailing;

/// <summary>Reads the mails that came back to a folder.</summary>
public sealed partial class ReadBounces(MailOptions options, NoteBounce note, ILogger<ReadBounces> log)
{
    private const int MostAtOnce = 500;

    /// <summary>Goes once through the folder. A mail is moved away after what it says is stored: a crash between reads it twice, which counts once.</summary>
    /// <returns>How many bounces and complaints were noted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (options.BounceFolder is not { } folder || !Directory.Exists(folder))
            return 0;
        var noted = 0;
        var done = Directory.CreateDirectory(Path.Combine(folder, "done"));
        foreach (var file in Waiting(folder).Take(MostAtOnce))
        {
            try
            {
                noted += await TakeAsync(file, done.FullName, ct) ? 1 : 0;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // It may not be ours to read, or another program has just taken it; those behind it are.
                Unreadable(Path.GetFileName(file), unreadable.Message);
            }
        }
        return noted;
    }

    private async Task<bool> TakeAsync(string file, string done, CancellationToken ct)
    {
        var receipt = await note.MailAsync(await ReadAsync(file, ct), ct);
        if (!receipt.Noted)
            LeftOut(Path.GetFileName(file), receipt.Text);
        File.Move(file, Path.Combine(done, Path.GetFileName(file)), overwrite: true);
        return receipt.Noted;
    }

    /// <summary>New mails of a Maildir too. Hidden files and folders are another program's.</summary>
    private static List<string> Waiting(string folder) =>
        [
            .. new[] { folder, Path.Combine(folder, "new") }
                .Where(Directory.Exists)
                .SelectMany(Directory.EnumerateFiles)
                .Where(x => !Path.GetFileName(x).StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<byte[]> ReadAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(stream.Length, ReportParts.MaxBytes)];
        await stream.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} in the folder of bounces changes nothing: {Reason}")]
    private partial void LeftOut(string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} in the folder of bounces cannot be read and moved away: {Problem}")]
    private partial void Unreadable(string file, string problem);
}
