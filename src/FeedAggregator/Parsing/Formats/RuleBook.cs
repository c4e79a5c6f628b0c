using System.Collections.Frozen;
using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Parsing.Formats;

/// <summary>What an element means: it stands at its start, and what it leaves unread is skipped.</summary>
internal delegate void Rule(Reading from, Draft to);

/// <param name="Names">One or more local names, parted by blanks, in any case.</param>
/// <param name="Inside">Its children are then read as if they stood beside it.</param>
internal readonly record struct RuleEntry(Ns Ns, string Names, Rule Rule, bool Inside = false)
{
    /// <summary>An element that only groups others.</summary>
    public static RuleEntry Group(Ns ns, string names) => new(ns, names, static (_, _) => { }, true);
}

/// <summary>The elements one kind of parent may have, by namespace and name. Immutable.</summary>
internal sealed class RuleBook
{
    private readonly FrozenDictionary<string, RuleEntry>.AlternateLookup<ReadOnlySpan<char>>?[] _byNamespace = new FrozenDictionary<
        string,
        RuleEntry
    >.AlternateLookup<ReadOnlySpan<char>>?[(int)Ns.Foreign + 1];

    /// <param name="modules">Of two entries for a name the first counts.</param>
    public RuleBook(params ReadOnlySpan<IReadOnlyList<RuleEntry>> modules)
    {
        var found = new Dictionary<Ns, Dictionary<string, RuleEntry>>();
        foreach (var module in modules)
        {
            foreach (var entry in module)
            {
                if (!found.TryGetValue(entry.Ns, out var names))
                    found.Add(entry.Ns, names = new(StringComparer.OrdinalIgnoreCase));
                foreach (var name in entry.Names.Split(' '))
                    names.TryAdd(name, entry);
            }
        }
        foreach (var (ns, names) in found)
        {
            var frozen = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
            _byNamespace[(int)ns] = frozen.GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }

    /// <summary>The same entries for elements of another namespace.</summary>
    public static IReadOnlyList<RuleEntry> As(Ns ns, IReadOnlyList<RuleEntry> entries) => [.. entries.Select(e => e with { Ns = ns })];

    /// <summary>At a start: reads the element's children by these rules, up to its end.</summary>
    public void ReadChildren(Reading from, Draft to)
    {
        var at = from.At;
        var depth = at.Depth;
        while (at.Read() && at.Depth >= depth)
        {
            if (at.Kind == NodeKind.Start)
                ReadElement(from, to);
        }
    }

    private void ReadElement(Reading from, Draft to)
    {
        var at = from.At;
        var depth = at.Depth;
        if (_byNamespace[(int)at.Ns] is not { } names || !names.TryGetValue(at.LocalName, out var entry))
        {
            at.Skip();
            return;
        }
        entry.Rule(from, to);
        if (!entry.Inside && at.Kind == NodeKind.Start && at.Depth == depth)
            at.Skip();
    }
}
