using System.Collections.Frozen;

namespace FeedAggregator.Cleaning;

/// <summary>Where an element may stand: the insertion rules of HTML's tree construction, as far as allow-listed elements need them.</summary>
internal enum Place : byte
{
    Inline,
    Formatting,
    Link,
    Block,
    Paragraph,
    Heading,
    List,
    ListItem,
    Definition,
    RubyText,
    Table,
    Caption,
    ColumnGroup,
    Column,
    Section,
    Row,
    Cell,
}

/// <summary>An element a reader may be shown, with the attributes it may carry besides the global ones.</summary>
internal sealed class Element
{
    private static readonly FrozenDictionary<string, Element> ByName = All()
        .ToFrozenDictionary(e => e.Name, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, Element>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>Elements that are not shown themselves but whose place another one takes.</summary>
    private static readonly FrozenDictionary<string, Element> Stand = new Dictionary<string, Element>
    {
        ["dialog"] = ByName["div"],
        ["fieldset"] = ByName["div"],
        ["form"] = ByName["div"],
        ["listing"] = ByName["pre"],
        ["plaintext"] = ByName["pre"],
        ["search"] = ByName["div"],
        ["xmp"] = ByName["pre"],
    }.ToFrozenDictionary();

    private Element(string name)
    {
        Name = name;
        Start = End = "";
        IsHidden = true;
    }

    private Element(string name, Place place, bool isVoid, string attributes)
    {
        Name = name;
        Place = place;
        IsVoid = isVoid;
        Attributes = Attribute.Global | Attribute.Mask(attributes);
        Start = "<" + name;
        End = "</" + name + ">";
    }

    public string Name { get; }
    public Place Place { get; }

    /// <summary>Has no content and no end tag.</summary>
    public bool IsVoid { get; }

    /// <summary>Only its content is shown; a parser knows no rule for it but its name.</summary>
    public bool IsHidden { get; }

    /// <summary>Bits of the attributes it may carry.</summary>
    public ulong Attributes { get; }
    public string Start { get; }
    public string End { get; }

    /// <summary>Directly inside a table but outside its cells: only other parts of the table and white space may stand there.</summary>
    public bool IsTableFrame => Place is Place.Table or Place.ColumnGroup or Place.Section or Place.Row;

    /// <summary>Starting it ends an open paragraph.</summary>
    public bool EndsParagraph => Place is >= Place.Block and <= Place.Definition or Place.Table;

    /// <summary>The allow-listed element of that name in any case, or null.</summary>
    public static Element? Find(ReadOnlySpan<char> name) => BySpan.TryGetValue(name, out var element) ? element : null;

    /// <summary>The element to show for one of that lower-case name, or null when only its content may be shown.</summary>
    public static Element? ShownFor(string name) => ByName.TryGetValue(name, out var element) ? element : Stand.GetValueOrDefault(name);

    public static Element Hidden(string name) => new(name);

    private static IEnumerable<Element> All()
    {
        foreach (
            var name in "abbr acronym bdi bdo cite dfn kbd mark q rp ruby samp span sub summary sup time var ins del picture".Split(' ')
        )
        {
            var place = name switch
            {
                "rp" => Place.RubyText,
                "summary" => Place.Block,
                _ => Place.Inline,
            };
            yield return new(name, place, false, "cite datetime class");
        }
        foreach (var name in "b big code em font i s small strike strong tt u".Split(' '))
            yield return new(name, Place.Formatting, false, "color face size class");
        foreach (
            var name in "address article aside blockquote center details div figcaption figure footer header hgroup main nav pre section".Split(
                ' '
            )
        )
            yield return new(name, Place.Block, false, "align cite class open");
        for (var level = 1; level <= 6; level++)
            yield return new($"h{level}", Place.Heading, false, "align");
        foreach (var name in "dir menu ol ul dl".Split(' '))
            yield return new(name, Place.List, false, "start type reversed compact");
        yield return new("a", Place.Link, false, "href hreflang type");
        yield return new("p", Place.Paragraph, false, "align");
        yield return new("li", Place.ListItem, false, "value type");
        yield return new("dt", Place.Definition, false, "");
        yield return new("dd", Place.Definition, false, "");
        yield return new("rt", Place.RubyText, false, "");
        yield return new("hr", Place.Block, true, "align size width noshade color");
        yield return new("br", Place.Inline, true, "clear");
        yield return new("wbr", Place.Inline, true, "");
        yield return new("img", Place.Inline, true, "src srcset sizes alt width height align border hspace vspace loading");
        yield return new("source", Place.Inline, true, "src srcset sizes type media width height");
        yield return new("audio", Place.Inline, false, "src controls loop muted preload");
        yield return new("video", Place.Inline, false, "src controls loop muted preload poster width height");
        const string cell = "align valign bgcolor width height ";
        yield return new("table", Place.Table, false, cell + "border cellpadding cellspacing summary");
        yield return new("caption", Place.Caption, false, cell);
        yield return new("colgroup", Place.ColumnGroup, false, cell + "span");
        yield return new("col", Place.Column, true, cell + "span");
        foreach (var name in "tbody tfoot thead".Split(' '))
            yield return new(name, Place.Section, false, cell);
        yield return new("tr", Place.Row, false, cell);
        yield return new("td", Place.Cell, false, cell + "colspan rowspan headers abbr nowrap scope");
        yield return new("th", Place.Cell, false, cell + "colspan rowspan headers abbr nowrap scope");
    }
}
