using System.Globalization;

namespace FeedAggregator.Storage.Sql;

internal sealed class SqlMaintenance(Writer writer, Readers readers, IDialect dialect, StoreOptions options, SqlStoreParts parts)
    : IStoreMaintenance
{
    private const string Stamp = "yyyyMMdd-HHmmss";
    private readonly Retention _retention = new(writer, readers, dialect, parts.Window.Length);

    public Task<RetentionReport> RetainAsync(RetentionPolicy policy, DateTimeOffset now, CancellationToken ct)
    {
        if (policy.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(policy));
        return _retention.RunAsync(policy, now, ct);
    }

    public Task<StoreStatistics> StatisticsAsync(CancellationToken ct) => readers.RunAsync(session => Statistics.Read(session), ct);

    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct) => await new Inspection(readers, dialect).RunAsync(ct);

    public async Task<string> BackupAsync(string folder, int keep, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var name = Path.GetFileNameWithoutExtension(options.Path) ?? "feedaggregator";
        var path = Path.Combine(
            Path.GetFullPath(folder),
            $"{name}-{parts.Clock.GetUtcNow().ToString(Stamp, CultureInfo.InvariantCulture)}.db"
        );
        await Task.Run(() => dialect.Backup(path), ct);
        Rotate(folder, name, keep);
        return path;
    }

    /// <summary>Only files named as we name them are ours to remove.</summary>
    private static void Rotate(string folder, string name, int keep)
    {
        var copies = Directory
            .EnumerateFiles(folder, $"{name}-*.db")
            .Where(path => IsCopy(Path.GetFileNameWithoutExtension(path), name))
            .OrderDescending(StringComparer.Ordinal);
        foreach (var old in copies.Skip(keep))
            File.Delete(old);
    }

    private static bool IsCopy(string file, string name) =>
        DateTime.TryParseExact(file.AsSpan(name.Length + 1), Stamp, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
