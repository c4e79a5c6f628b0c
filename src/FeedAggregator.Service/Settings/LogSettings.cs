using FeedAggregator.Configuration;
using FeedAggregator.Service.Hosting;

namespace FeedAggregator.Service.Settings;

/// <summary>The section <c>Logging</c>. It is .NET's own, which says what is wrong in it with an exception where it is first used.</summary>
internal static class LogSettings
{
    private static readonly string[] Formats = [LogLine.FormatterName, "json", "simple", "systemd"];

    public static bool IsOne(string key) => key.StartsWith(SettingsSources.Logging + ":", StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<ConfigProblem> Problems(IReadOnlyDictionary<string, SettingValue> values)
    {
        foreach (var (key, value) in values.Where(x => IsOne(x.Key)))
        {
            if (Wanted(key) is { } wanted && !wanted.Contains(value.Text, StringComparer.OrdinalIgnoreCase))
            {
                var names = string.Join(", ", wanted.Select(x => x.ToLowerInvariant()));
                yield return new ConfigProblem(value.Source, value.Line, $"{key}: \"{value.Text}\" must be one of {names}");
            }
        }
    }

    /// <summary>Null where anything goes.</summary>
    private static string[]? Wanted(string key) =>
        key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) ? Enum.GetNames<LogLevel>()
        : key.EndsWith(":Console:FormatterName", StringComparison.OrdinalIgnoreCase) ? Formats
        : null;
}
