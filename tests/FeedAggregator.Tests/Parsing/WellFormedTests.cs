using System.Xml;
using FeedAggregator.Parsing;
using FeedAggregator.Parsing.Markup;

namespace FeedAggregator.Tests.Parsing;

/// <summary>Where a document is well-formed, our tokenizer must see what the platform's reader sees, and repair nothing.</summary>
public sealed class WellFormedTests
{
    public static TheoryData<string> WellFormed =>
        [.. Golden.Names.Where(n => n.EndsWith(".xml", StringComparison.Ordinal) && TryReference(Text(n), out _))];

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void Our_tokenizer_agrees_with_the_platforms(string name)
    {
        TryReference(Text(name), out var expected);

        var seen = Ours(Text(name));

        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData("<a><b/>x<!-- <c> --><![CDATA[<d>]]>&amp;&#65;<?e f?></a>")]
    [InlineData("<a b='1' c = \"2>\"><d\n/></a >")]
    [InlineData("<a xmlns='http://www.w3.org/2005/Atom' xmlns:x='urn:x'><x:b x:c='&lt;'/></a>")]
    [InlineData("<é><中 é='ü'/></é>")]
    public void Small_documents_agree_too(string document)
    {
        Assert.True(TryReference(document, out var expected));

        Assert.Equal(expected, Ours(document));
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(new MemoryStream(Golden.Bytes(name).ToArray()));
        return reader.ReadToEnd();
    }

    /// <returns>false when the document is not well-formed, or has entities that only a document type explains.</returns>
    private static bool TryReference(string text, out List<string> events)
    {
        events = [];
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
                Add(reader, events);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static void Add(XmlReader reader, List<string> events)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var empty = reader.IsEmptyElement;
                var name = reader.Name;
                events.Add("<" + name);
                while (reader.MoveToNextAttribute())
                    events.Add($"@{reader.Name}={reader.Value.Trim()}");
                if (empty)
                    events.Add("/" + name);
                break;
            case XmlNodeType.EndElement:
                events.Add("/" + reader.Name);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when reader.Depth > 0:
                Append(events, reader.Value);
                break;
        }
    }

    private static List<string> Ours(string text)
    {
        var events = new List<string>();
        var log = new WarningLog();
        var normal = text.ReplaceLineEndings("\n").ToCharArray();
        var scanner = new MarkupScanner(normal, normal.Length, log);
        var at = new XmlCursor(scanner, null, null);
        while (at.Read())
        {
            switch (at.Kind)
            {
                case NodeKind.Start:
                    events.Add("<" + scanner.Slice(at.Current.NameStart, at.Current.NameEnd).ToString());
                    foreach (var a in scanner.Attributes)
                        events.Add(
                            $"@{scanner.Slice(a.NameStart, a.NameEnd)}={References.Decode(scanner.Slice(a.ValueStart, a.ValueEnd), null).Trim()}"
                        );
                    break;
                case NodeKind.End:
                    events.Add("/" + scanner.Slice(at.Current.NameStart, at.Current.NameEnd).ToString());
                    break;
                default:
                    Append(events, at.IsCData ? at.RawText.ToString() : References.Decode(at.RawText, null));
                    break;
            }
        }
        Assert.DoesNotContain(log.Warnings, w => !w.Message.Contains("prefix", StringComparison.Ordinal));
        return events;
    }

    private static void Append(List<string> events, string text)
    {
        if (events.Count > 0 && events[^1].StartsWith('"'))
            events[^1] += text;
        else
            events.Add('"' + text);
    }
}
