using System.Collections.Frozen;

namespace FeedAggregator.Cleaning;

/// <summary>What the one-pass cleaner does with elements that are not shown.</summary>
internal static class Unshown
{
    internal enum Kind : byte
    {
        /// <summary>Only its tags go; to a parser it is a name like any other.</summary>
        Plain,

        /// <summary>Goes, and has no content.</summary>
        Void,

        /// <summary>Goes with its content, which is no markup.</summary>
        Raw,

        /// <summary>A tag a parser passes over inside a fragment.</summary>
        Ignored,

        /// <summary>MathML, of which the text stays.</summary>
        Math,

        /// <summary>A parser has rules of its own for it.</summary>
        Repaired,
    }

    private static readonly FrozenDictionary<string, (Kind Kind, Element Element)>.AlternateLookup<ReadOnlySpan<char>> Kinds = Named()
        .ToFrozenDictionary(n => n.Name, n => (n.Kind, Cleaning.Element.Hidden(n.Name)), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static Kind Find(ReadOnlySpan<char> name) => Kinds.TryGetValue(name, out var known) ? known.Kind : Kind.Plain;

    public static Element Element(ReadOnlySpan<char> name) =>
        Kinds.TryGetValue(name, out var known) ? known.Element : Cleaning.Element.Hidden(name.ToString());

    private static IEnumerable<(string Name, Kind Kind)> Named()
    {
        var kinds = new (Kind Kind, string Names)[]
        {
            (Kind.Void, "area base embed input link meta param track"),
            (Kind.Raw, "noembed script style title"),
            (Kind.Ignored, "body head html"),
            (
                Kind.Math,
                "annotation math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace"
            ),
            (Kind.Math, "msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics"),
            (
                Kind.Repaired,
                "annotation-xml applet basefont bgsound button command desc dialog fieldset foreignobject form frame frameset image"
            ),
            (
                Kind.Repaired,
                "isindex keygen legend listing malignmark marquee menuitem metadata mglyph nobr noframes noscript object optgroup"
            ),
            (Kind.Repaired, "option plaintext rb rtc search select svg template textarea xmp"),
        };
        foreach (var (kind, names) in kinds)
        foreach (var name in names.Split(' '))
            yield return (name, kind);
    }
}
