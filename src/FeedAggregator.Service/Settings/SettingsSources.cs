using System.Globalization;
using System.Text;
using System.Text.Json;
using FeedAggregator.Configuration;

namespace FeedAggregator.Service.Settings;

/// <summary>A value and where it came from, so that an error can point there.</summary>
internal sealed record SettingValue(string Text, string Source, int Line);

/// <summary>
/// Collects settings as <c>Section:Key</c> → value from, weakest first, the settings file, environment variables
/// (<c>Section__Key</c>, with or without the prefix <c>FEEDAGGREGATOR_</c>) and the command line (<c>--Section:Key=value</c>).
/// </summary>
internal static class SettingsSources
{
    public const string EnvironmentPrefix = "FEEDAGGREGATOR_";
    public const string Logging = "Logging";
    public static readonly string[] Sections = ["Store", "Polling", "Web", "Mail", "Telemetry", Logging];

    /// <summary>What the frameworks beneath read of the settings file.</summary>
    private static readonly string[] SectionsOfFrameworks = ["Kestrel", "AllowedHosts"];

    public static Dictionary<string, SettingValue> Collect(
        string file,
        IEnumerable<KeyValuePair<string, string>> environment,
        IReadOnlyDictionary<string, string> commandLine,
        List<ConfigProblem> problems
    )
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.OrdinalIgnoreCase);
        ReadFile(file, values, problems);
        var given = new Dictionary<string, SettingValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in environment.OrderBy(x => x.Key.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            var key = (
                name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase) ? name[EnvironmentPrefix.Length..] : name
            ).Replace("__", ":", StringComparison.Ordinal);
            if (IsOurs(key))
            {
                given[key] = new SettingValue(text, $"environment variable {name}", 0);
            }
        }
        Beat(values, given);
        Beat(values, commandLine.Select(x => KeyValuePair.Create(x.Key, new SettingValue(x.Value, "command line", 0))));
        return values;
    }

    /// <summary>A list from a stronger source takes the place of the weaker one's, however each is written: whole, or a key for each of its places.</summary>
    private static void Beat(Dictionary<string, SettingValue> values, IEnumerable<KeyValuePair<string, SettingValue>> stronger)
    {
        var given = stronger.ToList();
        var lists = given.Select(x => Whole(x.Key)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var beaten in values.Keys.Where(x => lists.Contains(Whole(x))).ToList())
        {
            values.Remove(beaten);
        }
        given.ForEach(x => values[x.Key] = x.Value);
    }

    /// <summary>The key without the number of a place in a list.</summary>
    private static string Whole(string key) =>
        key.LastIndexOf(':') is > 0 and var at && int.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? key[..at]
            : key;

    public static bool IsOurs(string key) => Sections.Any(x => key.StartsWith(x + ":", StringComparison.OrdinalIgnoreCase));

    private static void ReadFile(string file, Dictionary<string, SettingValue> values, List<ConfigProblem> problems)
    {
        if (!File.Exists(file))
        {
            return;
        }
        try
        {
            Flatten(File.ReadAllBytes(file), file, values, problems);
        }
        catch (JsonException broken)
        {
            problems.Add(
                new ConfigProblem(
                    file,
                    (int)(broken.LineNumber ?? 0) + 1,
                    "this is not JSON: check the commas, quotes and brackets here and in the line above"
                )
            );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigProblem(file, 0, $"the file cannot be read: {unreadable.Message}"));
        }
    }

    private static void Flatten(byte[] json, string file, Dictionary<string, SettingValue> values, List<ConfigProblem> problems)
    {
        var start = json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(
            json.AsSpan(start),
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var path = new List<string>();
        var index = new Stack<int>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path.Add(reader.GetString()!);
                    if (index.Count == 1 && !IsSection(path[0]))
                    {
                        var hint = Spelling.Hint(path[0], Sections.Concat(SectionsOfFrameworks));
                        problems.Add(new ConfigProblem(file, Line(reader), $"there is no section \"{path[0]}\" of settings; {hint}"));
                    }
                    continue;
                case JsonTokenType.StartObject:
                    index.Push(-1);
                    continue;
                case JsonTokenType.StartArray:
                    index.Push(0);
                    path.Add("0");
                    continue;
                case JsonTokenType.EndArray:
                    path.RemoveAt(path.Count - 1);
                    break;
                case JsonTokenType.EndObject:
                    break;
                default:
                    var key = string.Join(':', path);
                    if (IsOurs(key))
                    {
                        values[key] = new SettingValue(Encoding.UTF8.GetString(Value(reader)), file, Line(reader));
                    }
                    Advance(path, index);
                    continue;
            }
            index.Pop();
            Advance(path, index);
        }

        int Line(in Utf8JsonReader at) => 1 + json.AsSpan(0, start + (int)at.TokenStartIndex).Count((byte)'\n');
    }

    /// <summary>A section, or what editors and people put beside them: <c>$schema</c>, <c>//</c>.</summary>
    private static bool IsSection(string name) =>
        Sections.Concat(SectionsOfFrameworks).Contains(name, StringComparer.OrdinalIgnoreCase) || !char.IsLetter(name.FirstOrDefault());

    private static byte[] Value(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan.ToArray();

    /// <summary>After a value: the next array element, or out of the property.</summary>
    private static void Advance(List<string> path, Stack<int> index)
    {
        if (path.Count == 0)
        {
            return;
        }
        path.RemoveAt(path.Count - 1);
        if (index.Count > 0 && index.Peek() >= 0)
        {
            var next = index.Pop() + 1;
            index.Push(next);
            path.Add(next.ToString(CultureInfo.InvariantCulture));
        }
    }
}
