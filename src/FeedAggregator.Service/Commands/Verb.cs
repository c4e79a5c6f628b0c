using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FeedAggregator.Service.Commands;

/// <summary>A command that shows how it is used.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>It writes: where a running service holds the database, that one is asked to run it.</summary>
    public bool AsksService { get; set; }
}

/// <summary>The usual help, with examples and exit codes below.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = (command as Verb)?.Examples ?? (command is RootCommand ? rootExamples : []);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  feedaggregator {example}");
            }
            output.WriteLine();
        }
        output.WriteLine(
            "Exit codes: 0 done; 1 some of it failed; 2 wrong command line, name or configuration; 3 database unusable; 4 address in use."
        );
        return result;
    }
}
