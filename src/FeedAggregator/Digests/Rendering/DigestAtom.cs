using System.Text;
using System.Xml;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as an Atom feed (RFC 4287), one entry a story.</summary>
public static class DigestAtom
{
    internal const string Namespace = "http://www.w3.org/2005/Atom";

    public static string Write(DigestView view, PageFrame frame)
    {
        var words = FrameLanguage.For(view.Language);
        return Document(xml =>
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, words.Tag);
            Element(xml, "id", frame.Edition is { } number ? FeedIds.Edition(frame, view.Name, number) : FeedIds.Digest(frame, view.Name));
            Element(xml, "title", PlainCharacters.OneLine(view.Title));
            if (PlainCharacters.OneLine(view.Description) is { Length: > 0 } description)
                Element(xml, "subtitle", description);
            Element(xml, "updated", StoryText.Instant(view.UpdatedAt));
            Author(xml, frame.SiteName);
            if (frame.AtomUrl is { } self)
                Link(xml, "self", frame.Absolute(self), "application/atom+xml");
            Link(xml, "alternate", frame.Absolute(frame.HtmlUrl), "text/html");
            Element(xml, "generator", "FeedAggregator");
            foreach (var story in view.Stories)
                Entry(xml, story, frame, words);
            xml.WriteEndElement();
        });
    }

    private static void Entry(XmlWriter xml, DigestStory story, PageFrame frame, FrameLanguage words)
    {
        var lead = story.Lead;
        xml.WriteStartElement("entry", Namespace);
        if (StoryText.ForeignLanguage(lead, words) is { } language)
            xml.WriteAttributeString("xml", "lang", null, language);
        Element(xml, "id", FeedIds.Story(frame, story.Id));
        Element(xml, "title", StoryText.Title(lead, words));
        Element(xml, "updated", StoryText.Updated(story));
        Element(xml, "published", StoryText.Instant(lead.Published ?? lead.NewsAt));
        Author(xml, StoryContent.AuthorOf(lead));
        if (WebLink.OrNull(lead.Link) is { } link)
            Link(xml, "alternate", link, null);
        foreach (var other in story.AlsoIn.Select(i => WebLink.OrNull(i.Link)).OfType<string>())
            Link(xml, "related", other, null);
        foreach (var tag in lead.FeedTags.Select(PlainCharacters.OneLine).Where(t => t.Length > 0))
        {
            xml.WriteStartElement("category", Namespace);
            xml.WriteAttributeString("term", tag);
            xml.WriteEndElement();
        }
        xml.WriteStartElement("content", Namespace);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(StoryContent.Of(story, words).Value);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    internal static string Document(Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            IndentChars = "  ",
            NewLineChars = "\n",
        };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            xml.WriteStartDocument();
            write(xml);
        }
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    internal static void Element(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(name, Namespace, PlainCharacters.Clean(value));

    internal static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", Namespace);
        Element(xml, "name", name);
        xml.WriteEndElement();
    }

    internal static void Link(XmlWriter xml, string rel, string href, string? type)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", href);
        if (type is not null)
            xml.WriteAttributeString("type", type);
        xml.WriteEndElement();
    }
}
