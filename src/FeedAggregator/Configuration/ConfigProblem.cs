namespace FeedAggregator.Configuration;

/// <summary>Something wrong in a file that an admin edits: where it is and what to do about it.</summary>
/// <param name="Source">The file, or what else gave the value, such as an environment variable.</param>
/// <param name="Line">From 1; 0 where there is no line.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Fatal">False for what is only worth knowing: the rest of the file is used.</param>
public sealed record ConfigProblem(string Source, int Line, string Message, bool Fatal = true)
{
    public override string ToString() => $"{Source}{(Line > 0 ? $":{Line}" : "")}: {(Fatal ? "" : "warning: ")}{Message}";
}
