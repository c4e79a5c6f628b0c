using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FeedAggregator.Polling;

namespace FeedAggregator.Tests.Digests;

/// <summary>The rules of RFC 4287 that a feed of ours can break, checked without the code that wrote it.</summary>
internal static partial class AtomRules
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Everything that is wrong, empty when the document is a valid Atom feed.</summary>
    public static IReadOnlyList<string> Broken(string document)
    {
        var feed = XDocument.Parse(document).Root!;
        var broken = new List<string>();
        if (feed.Name != Atom + "feed")
            return [$"The root is {feed.Name}."];
        Container(feed, broken);
        var entries = feed.Elements(Atom + "entry").ToList();
        foreach (var entry in entries)
            Entry(entry, feed, broken);
        broken.AddRange(Doubled(entries.Select(e => Text(e, "id"))).Select(id => $"Two entries have the id {id}."));
        if (!feed.Elements(Atom + "link").Any(l => (string?)l.Attribute("rel") == "self"))
            broken.Add("§4.1.1: the feed has no self link.");
        broken.AddRange(feed.Descendants().Where(e => e.Name.Namespace != Atom).Select(e => $"Foreign element {e.Name}."));
        return broken;
    }

    private static void Entry(XElement entry, XElement feed, List<string> broken)
    {
        Container(entry, broken);
        if (!entry.Elements(Atom + "author").Any() && !feed.Elements(Atom + "author").Any())
            broken.Add($"§4.1.2: {Text(entry, "id")} has no author.");
        if (!Links(entry, "alternate").Any() && entry.Element(Atom + "content") is null)
            broken.Add($"§4.1.2: {Text(entry, "id")} has neither content nor an alternate link.");
        foreach (var name in new[] { "content", "published", "rights", "source", "summary" })
            if (entry.Elements(Atom + name).Count() > 1)
                broken.Add($"§4.1.2: {Text(entry, "id")} has two {name}.");
    }

    /// <summary>What feeds and entries must both have.</summary>
    private static void Container(XElement parent, List<string> broken)
    {
        foreach (var name in new[] { "id", "title", "updated" })
            if (parent.Elements(Atom + name).Count() != 1)
                broken.Add($"§4.1: {parent.Name.LocalName} has {parent.Elements(Atom + name).Count()} {name}.");
        if (!Uri.TryCreate(Text(parent, "id"), UriKind.Absolute, out _) || !TagUri().IsMatch(Text(parent, "id")))
            broken.Add($"§4.2.6, RFC 4151: '{Text(parent, "id")}' is no tag URI.");
        foreach (var date in parent.Elements(Atom + "updated").Concat(parent.Elements(Atom + "published")))
            if (!Date().IsMatch(date.Value) || !DateTimeOffset.TryParse(date.Value, CultureInfo.InvariantCulture, out _))
                broken.Add($"§3.3: '{date.Value}' is no RFC 3339 date.");
        foreach (var person in parent.Elements(Atom + "author"))
            if (person.Elements(Atom + "name").Count() != 1 || person.Element(Atom + "name")!.Value.Trim().Length == 0)
                broken.Add("§3.2: an author has no name.");
        foreach (var link in parent.Elements(Atom + "link"))
            if (
                !Uri.TryCreate((string?)link.Attribute("href"), UriKind.Absolute, out var address)
                || !address.Scheme.StartsWith("http", StringComparison.Ordinal)
            )
                broken.Add($"§4.2.7: '{(string?)link.Attribute("href")}' is no address.");
        foreach (var category in parent.Elements(Atom + "category"))
            if (string.IsNullOrEmpty((string?)category.Attribute("term")))
                broken.Add("§4.2.2: a category has no term.");
        var alternates = Links(parent, "alternate").Select(l => $"{(string?)l.Attribute("type")} {(string?)l.Attribute("hreflang")}");
        broken.AddRange(Doubled(alternates).Select(type => $"§4.1: two alternate links of type {type}."));
    }

    private static IEnumerable<XElement> Links(XElement parent, string rel) =>
        parent.Elements(Atom + "link").Where(l => ((string?)l.Attribute("rel") ?? "alternate") == rel);

    private static IEnumerable<string> Doubled(IEnumerable<string> values) =>
        values.CountBy(v => v).Where(v => v.Value > 1).Select(v => v.Key);

    private static string Text(XElement parent, string name) => parent.Element(Atom + name)?.Value ?? "";

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(
        @"^tag:[a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex TagUri();
}
