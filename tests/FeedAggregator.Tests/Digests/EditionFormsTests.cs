using System.Text.Json;
using AngleSharp.Html.Parser;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;

namespace FeedAggregator.Tests.Digests;

public sealed class EditionFormsTests
{
    private static readonly DigestView Corrected = SampleDay.English with
    {
        Corrections =
        [
            new(90, "Ferry sinks", SampleDay.Items[0] with { Title = "Ferry does not sink & sails", ChangedAt = Some.Now.AddHours(-1) }),
            new(91, null, SampleDay.Items[3] with { ChangedAt = Some.Now.AddHours(-2) }),
        ],
    };

    private static readonly PageFrame Frame = Some.Frame with
    {
        Edition = 12,
        HtmlUrl = "/digests/morning/12",
        Now = null,
        Previous = new("/digests/morning/11", "Saturday"),
        Next = new("/digests/morning/13", "Monday"),
        Archive = [new("/digests/morning/10", "Friday, November 20, 2026")],
        NextEditionAt = Some.Now.AddHours(13),
    };

    [Fact]
    public void An_edition_reads_as_agreed_in_every_form()
    {
        Golden.Check("edition.html", DigestHtml.Page(Corrected, Frame));
        Golden.Check("edition.mail.html", DigestHtml.Mail(Corrected, Some.Mail));
        Golden.Check("edition.txt", DigestText.Plain(Corrected, Some.Mail));
        Golden.Check("edition.md", DigestMarkdown.Render(Corrected, Frame));
        Golden.Check("edition.json", DigestJson.Write(Corrected, Frame));
    }

    [Fact]
    public void A_frozen_edition_renders_as_it_did_when_it_was_made()
    {
        var thawed = EditionDocument.Read(EditionDocument.Write(Corrected));

        Assert.Equal(DigestHtml.Page(Corrected, Frame), DigestHtml.Page(thawed, Frame));
        Assert.Equal(DigestAtom.Write(Corrected, Frame), DigestAtom.Write(thawed, Frame));
        Assert.Equal(DigestJson.Write(Corrected, Frame), DigestJson.Write(thawed, Frame));
    }

    /// <summary>The file was written by the first version and is never written anew: databases hold editions like it.</summary>
    [Fact]
    public void Editions_of_the_first_version_can_be_read_for_ever()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Digests", "Cases", "edition.v1.document"));

        Assert.Equal(DigestJson.Write(Corrected, Frame), DigestJson.Write(EditionDocument.Read(document), Frame));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"name\": 1}")]
    public void What_is_no_edition_is_refused(string document) => Assert.Throws<FormatException>(() => EditionDocument.Read(document));

    [Fact]
    public void The_feed_of_editions_is_valid_and_links_their_permanent_addresses()
    {
        PublishedEdition[] editions = [new(12, Some.Now, Corrected), new(11, Some.Now.AddDays(-1), SampleDay.Indonesian)];

        var atom = DigestAtom.Editions(SampleDay.Definition, editions, Some.Frame, Some.Now);
        var json = DigestJsonFeed.Editions(SampleDay.Definition, editions, Some.Frame);

        Assert.Empty(AtomRules.Broken(atom));
        Assert.Empty(AtomRules.Broken(DigestAtom.Editions(SampleDay.Definition, [], Some.Frame, Some.Now)));
        Golden.Check("editions.atom", atom);
        using var feed = JsonDocument.Parse(json);
        Assert.Equal(
            ["https://news.example/digests/morning/12", "https://news.example/digests/morning/11"],
            feed.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("url").GetString()!)
        );
    }

    [Fact]
    public void The_page_of_digests_names_each_with_its_last_and_next_edition()
    {
        var jakarta = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");
        DigestListing[] digests =
        [
            new(
                "Morning <news>",
                "What happened.",
                "/digests/morning",
                new("/digests/morning/12", "Sunday, November 22, 2026"),
                Some.Now,
                jakarta
            ),
            new("Quiet", null, "/digests/quiet"),
        ];

        var page = DigestHtml.List(digests, Some.Frame with { HtmlUrl = "/digests" }, FrameLanguage.For("en"));

        Golden.Check("digests.html", page);
        Assert.Equal(2, new HtmlParser().ParseDocument(page).QuerySelectorAll(".cards > li").Length);
        Assert.Contains("feeds.yaml", DigestHtml.List([], Some.Frame, FrameLanguage.For("id")), StringComparison.Ordinal);
    }
}
