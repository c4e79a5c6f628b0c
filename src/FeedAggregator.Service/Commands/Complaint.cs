using System.CommandLine;
using System.CommandLine.Parsing;
using FeedAggregator.Configuration;

namespace FeedAggregator.Service.Commands;

/// <summary>What is said of a command line that cannot be understood, and where to look.</summary>
internal static class Complaint
{
    public static void Write(ParseResult parsed, RootCommand root, TextWriter to)
    {
        var names = Names(parsed);
        var group = parsed.CommandResult.Command;
        if (group.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-'))
        {
            var place = names.Count > 0 ? $"{string.Join(' ', names)}: " : "";
            to.WriteLine($"{place}there is no \"{word}\"; {Spelling.Hint(word, group.Subcommands.Select(x => x.Name))}");
        }
        else if (group.Subcommands.Count > 0 && names.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            root.Parse([.. names, "--help"]).Invoke(new InvocationConfiguration { Output = to });
            return;
        }
        else
        {
            foreach (var error in parsed.Errors)
            {
                to.WriteLine(error.Message);
            }
        }
        to.WriteLine($"Try: feedaggregator {string.Concat(names.Select(x => x + " "))}--help");
    }

    /// <summary>From the first verb to the one that was understood last.</summary>
    private static List<string> Names(ParseResult parsed)
    {
        var names = new List<string>();
        for (var at = parsed.CommandResult; at.Command is not RootCommand; at = (CommandResult)at.Parent!)
        {
            names.Insert(0, at.Command.Name);
        }
        return names;
    }
}
