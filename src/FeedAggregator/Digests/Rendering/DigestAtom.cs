using System.Text;
using System.Xml;
using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as an Atom feed (RFC 4287), one entry a story.</summary>
public static class DigestAtom
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    public static string Write(DigestView view, PageFrame frame)
    {
        var words = FrameLanguage.For(view.Language);
        var id = frame.Edition is { } number ? AtomIds.Edition(frame, view.Name, number) : AtomIds.Digest(frame, view.Name, frame.AtomUrl);
        return Feed(
            (id, view.Title, view.Description, view.UpdatedAt),
            frame,
            words,
            xml =>
            {
                foreach (var story in view.Stories)
                    Entry(xml, story, frame, words);
            }
        );
    }

    /// <summary>The digest as a feed of its editions, one entry an edition; the edition's page is at the frame's page, a slash and its number.</summary>
    /// <param name="editions">Newest first.</param>
    /// <param name="since">The feed's date while there are none.</param>
    public static string Editions(
        DigestDefinition definition,
        IReadOnlyList<PublishedEdition> editions,
        PageFrame frame,
        DateTimeOffset since
    )
    {
        var words = FrameLanguage.For(definition.Language);
        var updated = editions.Count > 0 ? editions[0].FrozenAt : since;
        return Feed(
            (AtomIds.Digest(frame, definition.Name) + "/editions", definition.DisplayTitle, definition.Description, updated),
            frame,
            words,
            xml =>
            {
                foreach (var edition in editions)
                    Entry(xml, edition, frame);
            }
        );
    }

    private static string Feed(
        (string Id, string Title, string? Subtitle, DateTimeOffset Updated) head,
        PageFrame frame,
        FrameLanguage words,
        Action<XmlWriter> entries
    ) =>
        Document(xml =>
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, words.Tag);
            Element(xml, "id", head.Id);
            Element(xml, "title", PlainCharacters.OneLine(head.Title));
            if (PlainCharacters.OneLine(head.Subtitle) is { Length: > 0 } subtitle)
                Element(xml, "subtitle", subtitle);
            Element(xml, "updated", StoryText.Instant(head.Updated));
            Author(xml, frame.SiteName);
            if (frame.AtomUrl is { } self)
                Link(xml, "self", frame.Absolute(self), "application/atom+xml");
            Link(xml, "alternate", frame.Absolute(frame.HtmlUrl), "text/html");
            Element(xml, "generator", "FeedAggregator");
            entries(xml);
            xml.WriteEndElement();
        });

    private static void Entry(XmlWriter xml, PublishedEdition edition, PageFrame frame)
    {
        var view = edition.View;
        var words = FrameLanguage.For(view.Language);
        xml.WriteStartElement("entry", Namespace);
        Element(xml, "id", AtomIds.Edition(frame, view.Name, edition.Number));
        Element(xml, "title", EditionContent.Title(view, frame, words));
        Element(xml, "updated", StoryText.Instant(edition.FrozenAt));
        Element(xml, "published", StoryText.Instant(edition.FrozenAt));
        Link(xml, "alternate", EditionContent.Url(edition, frame), "text/html");
        Content(xml, EditionContent.Of(view, words));
        xml.WriteEndElement();
    }

    private static void Entry(XmlWriter xml, DigestStory story, PageFrame frame, FrameLanguage words)
    {
        var lead = story.Lead;
        xml.WriteStartElement("entry", Namespace);
        if (StoryText.ForeignLanguage(lead, words) is { } language)
            xml.WriteAttributeString("xml", "lang", null, language);
        Element(xml, "id", AtomIds.Story(frame, story.Id));
        Element(xml, "title", StoryText.Title(lead, words));
        Element(xml, "updated", StoryText.Updated(story));
        Element(xml, "published", StoryText.Instant(lead.Published ?? lead.NewsAt));
        Author(xml, StoryContent.AuthorOf(lead));
        if (WebLink.OrNull(lead.Link) is { } link)
            Link(xml, "alternate", link, null);
        foreach (var other in story.AlsoIn.Concat(story.Related).Select(i => WebLink.OrNull(i.Link)).OfType<string>().Distinct())
            Link(xml, "related", other, null);
        foreach (var tag in lead.FeedTags.Select(PlainCharacters.OneLine).Where(t => t.Length > 0))
        {
            xml.WriteStartElement("category", Namespace);
            xml.WriteAttributeString("term", tag);
            xml.WriteEndElement();
        }
        Content(xml, StoryContent.Of(story, words));
        xml.WriteEndElement();
    }

    private static void Content(XmlWriter xml, Html html)
    {
        xml.WriteStartElement("content", Namespace);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(html.Value);
        xml.WriteEndElement();
    }

    private static string Document(Action<XmlWriter> write)
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

    private static void Element(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(name, Namespace, PlainCharacters.Clean(value));

    private static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", Namespace);
        Element(xml, "name", name);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string rel, string href, string? type)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", href);
        if (type is not null)
            xml.WriteAttributeString("type", type);
        xml.WriteEndElement();
    }
}
