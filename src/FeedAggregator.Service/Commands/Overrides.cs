using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary>Settings on the command line, <c>--Section:Key=value</c> or <c>--Section:Key value</c>, taken out before the verbs are read.</summary>
internal static class Overrides
{
    public static (string[] Words, IReadOnlyDictionary<string, string> Settings) Split(string[] args)
    {
        var words = new List<string>();
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || !SettingsSources.IsOurs(name[2..]))
            {
                words.Add(args[i]);
            }
            else
            {
                settings[name[2..]] = value ?? (i + 1 < args.Length ? args[++i] : "");
            }
        }
        return ([.. words], settings);
    }
}
