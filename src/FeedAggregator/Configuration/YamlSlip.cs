using YamlDotNet.Core;

namespace FeedAggregator.Configuration;

/// <summary>Why a text is not YAML, as somebody who edits it can put it right. The parser's own words name the grammar, and of a tab not even the line.</summary>
internal sealed record YamlSlip(int Line, string Message)
{
    public static YamlSlip Of(string yaml, YamlException broken) =>
        broken.Message.Contains("tab", StringComparison.OrdinalIgnoreCase) && LineWithTab(yaml) is { } line
            ? new YamlSlip(line, "this line begins with a tab; YAML takes only spaces there, two for each step")
        : broken.Message.StartsWith("Duplicate key", StringComparison.Ordinal)
            ? new YamlSlip((int)broken.Start.Line, $"{broken.Message["Duplicate key".Length..].Trim()} is given twice; keep one of them")
        : new YamlSlip(
            (int)broken.Start.Line,
            $"this is not YAML: {broken.Message.TrimEnd('.')}. Check the indentation and quotes here and in the line above"
        );

    public ConfigProblem In(string source) => new(source, Line, Message);

    /// <summary>From 1; null where no indentation has one.</summary>
    private static int? LineWithTab(string yaml)
    {
        var at = yaml.Split('\n').ToList().FindIndex(x => x[..^x.TrimStart().Length].Contains('\t', StringComparison.Ordinal));
        return at < 0 ? null : at + 1;
    }
}
