using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace FeedAggregator.Service.Demo;

/// <summary>Reads spans of time such as <c>-1d2h</c>, <c>-3h20m</c>, <c>+45s</c> or <c>4s</c>.</summary>
internal sealed partial class DemoOffset : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(TimeSpan);

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var scalar = parser.Consume<Scalar>();
        return TryParse(scalar.Value, out var span)
            ? span
            : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is not a span of time such as -3h20m or +45s");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();

    public static bool TryParse(string text, out TimeSpan span)
    {
        var match = Pattern().Match(text);
        var sign = match.Groups["sign"].Value == "-" ? -1 : 1;
        span = sign * new TimeSpan(Part(match, "d"), Part(match, "h"), Part(match, "m"), Part(match, "s"));
        return match.Success;
    }

    private static int Part(Match match, string name) =>
        match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<sign>[+-])?(?=\d)((?<d>\d{1,4})d)?((?<h>\d{1,4})h)?((?<m>\d{1,4})m)?((?<s>\d{1,4})s)?$")]
    private static partial Regex Pattern();
}
