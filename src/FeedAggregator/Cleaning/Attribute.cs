using System.Collections.Frozen;

namespace FeedAggregator.Cleaning;

/// <summary>What an attribute's value means, and so how it is made safe.</summary>
internal enum ValueKind : byte
{
    /// <summary>Words; harmless once escaped.</summary>
    Text,

    /// <summary>Letters, digits and a little punctuation: a keyword, language, colour, length or number.</summary>
    Token,

    /// <summary>A number, per cent or pixels, of at most six characters.</summary>
    Length,

    /// <summary>At most four digits, so that one cell or rule can't be made to fill memory or the page.</summary>
    Number,

    /// <summary>Present or not; written without a value.</summary>
    Flag,

    /// <summary>Names of CSS classes, of which only the language of a code sample is kept.</summary>
    Class,
    Style,
    Link,
    Source,
    SourceSet,
}

/// <summary>An attribute that may be shown. <c>id</c> and <c>name</c> are not among them: they clobber what scripts look up by name.</summary>
internal sealed record Attribute(string Name, ValueKind Kind, ulong Bit)
{
    private static readonly FrozenDictionary<string, Attribute> ByName = All()
        .ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, Attribute>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>Attributes every element may carry.</summary>
    public static readonly ulong Global = Mask("title lang dir style");
    public static readonly ulong Controls = Mask("controls");
    public static readonly ulong Width = Mask("width");
    public static readonly ulong Height = Mask("height");

    public static Attribute? Find(ReadOnlySpan<char> name) => BySpan.TryGetValue(name, out var attribute) ? attribute : null;

    public static ulong Mask(string names)
    {
        var mask = 0ul;
        foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            mask |= ByName[name].Bit;
        return mask;
    }

    private static IEnumerable<Attribute> All()
    {
        var kinds = new (ValueKind Kind, string Names)[]
        {
            (ValueKind.Text, "title alt abbr summary media sizes type"),
            (ValueKind.Token, "lang dir align valign bgcolor color face size clear headers"),
            (ValueKind.Token, "scope datetime start value hreflang loading preload"),
            (ValueKind.Length, "width height border cellpadding cellspacing"),
            (ValueKind.Number, "hspace vspace span colspan rowspan"),
            (ValueKind.Flag, "noshade nowrap compact reversed controls loop muted open"),
            (ValueKind.Class, "class"),
            (ValueKind.Style, "style"),
            (ValueKind.Link, "href cite"),
            (ValueKind.Source, "src poster"),
            (ValueKind.SourceSet, "srcset"),
        };
        var bit = 0;
        foreach (var (kind, names) in kinds)
        foreach (var name in names.Split(' '))
            yield return new(name, kind, 1ul << bit++);
    }
}
