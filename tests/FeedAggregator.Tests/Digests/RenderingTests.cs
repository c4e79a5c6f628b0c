using FeedAggregator.Digests.Rendering;

namespace FeedAggregator.Tests.Digests;

public sealed class RenderingTests
{
    [Fact]
    public void A_page_reads_as_agreed() => Golden.Check("page.html", DigestHtml.Page(SampleDay.English, Some.Frame));

    [Fact]
    public void An_Indonesian_page_reads_as_agreed() =>
        Golden.Check(
            "page.id.html",
            DigestHtml.Page(SampleDay.Indonesian, Some.Frame with { Edition = 1204, Previous = new("/digests/morning/1203", "Sabtu") })
        );

    [Fact]
    public void An_empty_page_says_what_to_do() => Golden.Check("empty.html", DigestHtml.Page(SampleDay.Empty, Some.Frame));

    [Fact]
    public void A_mail_reads_as_agreed() => Golden.Check("mail.html", DigestHtml.Mail(SampleDay.English, Some.Mail));

    [Fact]
    public void Plain_text_reads_as_agreed() => Golden.Check("mail.txt", DigestText.Plain(SampleDay.English, Some.Mail));

    [Fact]
    public void Markdown_reads_as_agreed() => Golden.Check("digest.md", DigestMarkdown.Render(SampleDay.English, Some.Frame));

    [Fact]
    public void Json_reads_as_agreed() => Golden.Check("digest.json", DigestJson.Write(SampleDay.English, Some.Frame));

    [Fact]
    public void A_json_feed_reads_as_agreed() => Golden.Check("feed.json", DigestJsonFeed.Write(SampleDay.English, Some.Frame));

    [Fact]
    public void Atom_reads_as_agreed() => Golden.Check("digest.atom", DigestAtom.Write(SampleDay.English, Some.Frame));
}
