using System.CommandLine;

namespace FeedAggregator.Service.Commands;

/// <summary><c>stories</c>: which items tell the same news.</summary>
internal static class StoriesCommands
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "JSON lines {id, feed, guid, published, title, url, summary, html} in stream order; - for standard input.",
        };
        var related = new Option<bool>("--related") { Description = "Group by event instead: different articles on the same happening." };
        var evaluate = new Verb(
            "evaluate",
            "Group a stream of items into stories and write a JSON line {id, story} for each.",
            "stories evaluate items.jsonl > stories.jsonl"
        )
        {
            file,
            related,
        };
        evaluate.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (path != "-" && !File.Exists(path))
            {
                Console.Error.WriteLine($"{path}: there is no such file");
                return ExitCodes.BadUsage;
            }
            using var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var output = Console.OpenStandardOutput();
            return EvaluateStories.Run(input, output, parsed.GetValue(related));
        });
        return new Verb("stories", "Stories: which items tell the same news.", "stories evaluate items.jsonl") { evaluate };
    }
}
