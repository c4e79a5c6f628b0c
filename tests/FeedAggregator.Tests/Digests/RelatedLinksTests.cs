using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Mailing;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Tests.Digests;

/// <summary>The second level: stories on one event are linked, in every form, and never merged.</summary>
public sealed class RelatedLinksTests
{
    private static readonly ItemSummary[] Items =
    [
        Some.Item(1, feed: "antara") with
        {
            Title = "Ferry freed",
        },
        Some.Item(2, feed: "kompas") with
        {
            Title = "Thanks to the <icebreaker>",
        },
        Some.Item(3, feed: "tempo", hoursAgo: 9) with
        {
            Title = "Inquiry begins",
        },
        Some.Item(4, feed: "tempo", hoursAgo: 8) with
        {
            Title = "Something else",
        },
    ];

    private static DigestView View(params RelatedStories[] related) => DigestComposer.Compose(Some.Digest, Items, [], Some.Now, related);

    [Fact]
    public void A_link_is_seen_from_both_sides_and_the_best_comes_first()
    {
        var view = View(new(3, 1, 0.6), new(2, 1, 0.9));

        Assert.Equal(
            [
                [2L, 3L],
                [1L],
                [1L],
                [],
            ],
            view.Stories.OrderBy(s => s.Id).Select(s => s.Related.Select(i => i.Id).ToArray())
        );
        Assert.Equal(4, view.Stories.Count());
    }

    [Fact]
    public void A_story_over_the_limits_is_linked_and_one_that_does_not_answer_is_not()
    {
        var digest = Some.Digest with { MaxStories = 1, ExcludeWords = ["inquiry"] };

        var view = DigestComposer.Compose(digest, Items, [], Some.Now, [new(2, 1, 0.9), new(3, 1, 0.8), new(3, 2, 0.8)]);

        var shown = Assert.Single(view.Stories);
        Assert.Equal(shown.Id == 1 ? 2 : 1, Assert.Single(shown.Related).Id);
    }

    [Fact]
    public void Three_links_are_enough_and_a_story_is_not_related_to_itself()
    {
        var many = Enumerable.Range(1, 9).Select(i => Some.Item(i)).ToArray();

        var view = DigestComposer.Compose(
            Some.Digest,
            many,
            [],
            Some.Now,
            [new(1, 1, 1), .. Enumerable.Range(2, 8).Select(i => new RelatedStories(i, 1, i / 10.0))]
        );

        Assert.Equal([9L, 8L, 7L], view.Stories.Single(s => s.Id == 1).Related.Select(i => i.Id));
    }

    [Fact]
    public void Every_form_shows_the_links()
    {
        var view = View(new RelatedStories(2, 1, 0.9));
        var json = DigestJson.Write(view, Some.Frame);

        Assert.Contains(
            "Related: <bdi><a href=\"https://kompas.example/2\">Thanks to the &lt;icebreaker&gt; (kompas)</a></bdi>",
            DigestHtml.Page(view, Some.Frame),
            StringComparison.Ordinal
        );
        Assert.Contains(
            ">Thanks to the &lt;icebreaker&gt; (kompas)</a></bdi></p>",
            DigestHtml.Mail(view, Some.Mail),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"related\": [\n            {\n              \"story\": 2,",
            json.ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<link rel=\"related\" href=\"https://kompas.example/2\" />",
            DigestAtom.Write(view, Some.Frame),
            StringComparison.Ordinal
        );
        Assert.Contains("Related: &lt;a href=\"https://kompas.example/2\"", DigestAtom.Write(view, Some.Frame), StringComparison.Ordinal);
        Assert.Contains(
            "Related: [Thanks to the \\<icebreaker\\> (kompas)](<https://kompas.example/2>)",
            DigestMarkdown.Render(view, Some.Frame),
            StringComparison.Ordinal
        );
        Assert.Contains("Related: Thanks to the <icebreaker> (kompas)", DigestText.Plain(view, TimeZoneInfo.Utc), StringComparison.Ordinal);
        Assert.Contains("Terkait: ", DigestHtml.Page(view with { Language = "id" }, Some.Frame), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edition_keeps_its_links()
    {
        var view = EditionDocument.Read(EditionDocument.Write(View(new RelatedStories(2, 1, 0.9))));

        Assert.Equal(2, Assert.Single(view.Stories.Single(s => s.Id == 1).Related).Id);
    }

    [Fact]
    public void A_reader_who_wants_no_word_of_it_gets_no_link_to_it_either()
    {
        var edition = View(new RelatedStories(2, 1, 0.9), new RelatedStories(3, 1, 0.8));

        var view = ReaderEdition.For(edition, new SubscriptionWish { ExcludeWords = ["icebreaker"] });

        Assert.Equal([3L], view.Stories.Single(s => s.Id == 1).Related.Select(i => i.Id));
    }
}
