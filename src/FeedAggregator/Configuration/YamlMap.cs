using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace FeedAggregator.Configuration;

/// <summary>
/// Reads a YAML mapping key by key and writes down everything that is wrong, each with its line, instead of stopping at the first.
/// A key nobody asked for is a problem too: it is usually a slip of the pen.
/// </summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, (YamlNode Value, int Line)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string _source;
    private readonly List<ConfigProblem> _problems;

    public YamlMap(YamlNode node, string what, string source, List<ConfigProblem> problems)
    {
        (_source, _problems, Line) = (source, problems, LineOf(node));
        if (node is not YamlMappingNode map)
        {
            Report(Line, $"{what} must be a mapping of keys to values, such as \"name: value\"");
            return;
        }
        foreach (var (key, value) in map.Children)
        {
            _entries[(key as YamlScalarNode)?.Value ?? ""] = (value, LineOf(key));
        }
    }

    public int Line { get; }

    public int LineOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Line : Line;

    public void Report(int line, string message, bool fatal = true) => _problems.Add(new ConfigProblem(_source, line, message, fatal));

    public bool Has(string key) => _entries.ContainsKey(key);

    public string? Text(string key)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }
        if (entry.Value is YamlScalarNode { Value: { } text })
        {
            return text.Trim() is { Length: > 0 } some ? some : null;
        }
        Report(entry.Line, $"{key}: must be one value, not a list or mapping of several");
        return null;
    }

    public TimeSpan? Duration(string key) =>
        Parse<TimeSpan>(key, Durations.TryParse, $"must be a span of time such as {Durations.Examples}");

    public bool? Flag(string key) => Parse<bool>(key, bool.TryParse, "must be true or false");

    public int? Whole(string key) =>
        Parse(key, (string text, out int value) => int.TryParse(text, CultureInfo.InvariantCulture, out value), "must be a whole number");

    public double? Number(string key) =>
        Parse(key, (string text, out double value) => double.TryParse(text, CultureInfo.InvariantCulture, out value), "must be a number");

    public TEnum? OneOf<TEnum>(string key)
        where TEnum : struct, Enum =>
        Parse(
            key,
            (string text, out TEnum value) =>
                Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), true, out value) && Enum.IsDefined(value),
            $"must be one of {string.Join(", ", Enum.GetNames<TEnum>().Select(x => x.ToLowerInvariant()))}"
        );

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }
        var nodes = entry.Value is YamlSequenceNode list ? [.. list.Children] : new List<YamlNode> { entry.Value };
        var texts = nodes.OfType<YamlScalarNode>().Select(x => x.Value?.Trim() ?? "").Where(x => x.Length > 0).ToList();
        if (nodes.Any(x => x is not YamlScalarNode))
        {
            Report(entry.Line, $"{key} must be a list of texts, such as [world, science]");
        }
        return texts;
    }

    public IReadOnlyDictionary<string, string>? TextMap(string key)
    {
        if (Map(key, key) is not { } map)
        {
            return null;
        }
        return map._entries.Keys.ToDictionary(x => x, x => map.Text(x) ?? "", StringComparer.OrdinalIgnoreCase);
    }

    public YamlMap? Map(string key, string what) => Find(key) is { } entry ? new YamlMap(entry.Value, what, _source, _problems) : null;

    public IEnumerable<YamlMap> Maps(string key, string what)
    {
        if (Find(key) is not { } entry || entry.Value is YamlScalarNode { Value: "" or null or "~" or "null" })
        {
            return [];
        }
        if (entry.Value is YamlSequenceNode list)
        {
            return list.Children.Select(x => new YamlMap(x, what, _source, _problems)).ToList();
        }
        Report(entry.Line, $"{key} must be a list: each {what} starts with \"- \"");
        return [];
    }

    public void RejectUnknown()
    {
        foreach (var (key, entry) in _entries.Where(x => !_asked.Contains(x.Key)))
        {
            Report(entry.Line, $"there is no setting \"{key}\" here; {Spelling.Hint(key, _asked)}");
        }
    }

    private delegate bool Parser<T>(string text, out T value);

    private T? Parse<T>(string key, Parser<T> parse, string wanted)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }
        if (parse(text, out var value))
        {
            return value;
        }
        Report(LineOf(key), $"{key}: \"{text}\" {wanted}");
        return null;
    }

    private (YamlNode Value, int Line)? Find(string key)
    {
        _asked.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry : null;
    }

    private static int LineOf(YamlNode node) => (int)node.Start.Line;
}
