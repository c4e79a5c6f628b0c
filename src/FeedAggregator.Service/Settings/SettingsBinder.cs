using System.Globalization;
using System.Reflection;
using FeedAggregator.Configuration;

namespace FeedAggregator.Service.Settings;

/// <summary>Puts the values of one section into an options record by name, and says which names and values make no sense.</summary>
internal static class SettingsBinder
{
    public static T Bind<T>(string section, IReadOnlyDictionary<string, SettingValue> values, List<ConfigProblem> problems)
        where T : new()
    {
        var options = new T();
        var properties = typeof(T)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(x => x.CanWrite)
            .ToDictionary(x => x.Name, StringComparer.OrdinalIgnoreCase);
        var prefix = section + ":";
        foreach (
            var group in values
                .Where(x => x.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .GroupBy(x => x.Key[prefix.Length..].Split(':')[0])
        )
        {
            var first = group.First().Value;
            if (!properties.TryGetValue(group.Key, out var property))
            {
                problems.Add(
                    new ConfigProblem(
                        first.Source,
                        first.Line,
                        $"there is no setting \"{prefix}{group.Key}\"; {Spelling.Hint(group.Key, properties.Keys)}"
                    )
                );
                continue;
            }
            var texts = group.OrderBy(x => PlaceOf(x.Key)).Select(x => x.Value.Text).ToList();
            if (Convert(property.PropertyType, texts) is { } value)
            {
                property.SetValue(options, value);
            }
            else
            {
                problems.Add(
                    new ConfigProblem(
                        first.Source,
                        first.Line,
                        $"{prefix}{property.Name}: \"{string.Join(", ", texts)}\" must be {Wanted(property.PropertyType)}"
                    )
                );
            }
        }
        return options;
    }

    /// <summary>In a list; 0 for what is none.</summary>
    private static int PlaceOf(string key) =>
        int.TryParse(key.AsSpan(key.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0;

    private static object? Convert(Type type, List<string> texts)
    {
        var text = texts[0];
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
            _ when type == typeof(int) => int.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole : null,
            _ when type == typeof(long) => long.TryParse(text, CultureInfo.InvariantCulture, out var large) ? large : null,
            _ when type == typeof(double) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(TimeSpan) => Durations.TryParse(text, out var span) || Seconds(text, out span) ? span : null,
            _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null,
            _ when type.IsEnum => Enum.TryParse(type, text, ignoreCase: true, out var named) && Enum.IsDefined(type, named) ? named : null,
            _ when type.IsAssignableFrom(typeof(string[])) => texts
                .SelectMany(x => x.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .ToArray(),
            _ => throw new NotSupportedException($"Settings of type {type} are not read."),
        };
    }

    /// <summary>A bare number counts as seconds.</summary>
    private static bool Seconds(string text, out TimeSpan span)
    {
        var isNumber =
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9;
        span = isNumber ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return isNumber;
    }

    private static string Wanted(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => $"a span of time such as {Durations.Examples}",
            _ when type == typeof(Uri) => "an absolute address such as https://news.example",
            _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type).Select(x => x.ToLowerInvariant()))}",
            _ => "a number",
        };
    }
}
