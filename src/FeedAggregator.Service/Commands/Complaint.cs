using System.CommandLine;
using System.CommandLine.Parsing;
using FeedAggregator.Configuration;
using FeedAggregator.Service.Settings;

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
                to.WriteLine(Guess(parsed, error) ?? error.Message);
            }
        }
        to.WriteLine($"Try: feedaggregator {string.Concat(names.Select(x => x + " "))}--help");
    }

    /// <summary>What an option that is none may have meant; null for any other error.</summary>
    private static string? Guess(ParseResult parsed, ParseError error)
    {
        var token = parsed.UnmatchedTokens.FirstOrDefault(x => error.Message.Contains($"'{x}'", StringComparison.Ordinal));
        if (token?.StartsWith("--", StringComparison.Ordinal) != true)
            return null;
        var name = token.Split('=')[0];
        return name.Split(':') is [var section, _, ..]
            ? $"there is no section \"{section[2..]}\" of settings; {Spelling.Hint(section[2..], SettingsSources.Sections)}"
            : $"there is no option {name} here; {Spelling.Hint(name, Options(parsed).Select(x => x.Name))}";
    }

    private static IEnumerable<Option> Options(ParseResult parsed)
    {
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options.Where(x => !x.Hidden && (at == parsed.CommandResult || x.Recursive)))
            {
                yield return option;
            }
        }
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
