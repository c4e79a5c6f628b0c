using System.Net;
using System.Text.RegularExpressions;
using FeedAggregator.Service.Demo;
using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

/// <summary>Links in the window of a new installation, where everyday words look as rare as names. Its items are those of the demo.</summary>
public sealed partial class StoryLinksTests
{
    private const string Rescue =
        "Travellers hugged on the quay of Halvik on Tuesday. For two days the ferry had lain fast in the ice, and only the icebreaker Nordkapp brought "
        + "an end to it. Ingrid Solberg, who commands the ship, praised her 212 guests for their patience: nobody complained about the oatmeal.";

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly StoryWindow _window = new();
    private readonly Dictionary<long, string> _titles = [];

    [Fact]
    public async Task In_a_small_window_everyday_words_relate_nothing()
    {
        var links = await PlaceTheDemoAsync();

        // The demo has two events that are told in other words too.
        var wrong = links
            .SelectMany(x => x.Related.Select(y => (A: _titles[x.Id], B: _titles[y.StoryId])))
            .Where(x => !OnPurpose().IsMatch($"{x.A} / {x.B}"));
        Assert.InRange(_window.Count, 40, 150);
        Assert.Empty(wrong);
        Assert.True(links.Sum(x => x.AsOneEvent) > 10, "these items would not mislead anybody");
    }

    [Fact]
    public async Task In_a_small_window_two_articles_on_one_event_are_related()
    {
        await PlaceTheDemoAsync();

        Place(1, 901, Texts.FerryTitle, Texts.Ferry);
        Place(2, 902, "Icebreaker Nordkapp rescues ferry off Halvik", Rescue);

        Assert.Equal(1, Assert.Single(_window.Related(2)).StoryId);
    }

    [Fact]
    public async Task A_window_of_too_few_items_to_tell_relates_nothing_at_all()
    {
        await PlaceTheDemoAsync(atMost: 30);

        Place(1, 901, Texts.FerryTitle, Texts.Ferry);
        var related = Place(2, 902, "Icebreaker Nordkapp rescues ferry off Halvik", Rescue);

        Assert.Empty(related);
    }

    [Fact]
    public async Task A_round_up_is_related_to_none_of_its_stories()
    {
        await PlaceTheDemoAsync();
        Place(1, 901, Texts.FerryTitle, Texts.Ferry);
        Place(2, 902, Texts.BridgeTitle, Texts.Bridge);

        Place(
            3,
            903,
            "Top 3 hari ini: jembatan, feri, dan kucing",
            Texts.Bridge[..190] + " " + Texts.Ferry[..190] + " Kucing itu tidur di stasiun."
        );

        Assert.Equal(3, _window.Find(3)!.Story.Id);
        Assert.Empty(_window.Related(3));
    }

    [Fact]
    public async Task Reports_by_one_template_of_one_feed_are_not_related()
    {
        await PlaceTheDemoAsync();
        var reports = new[]
        {
            Texts.Quake("Tarawe", "4.1", 12, 30, "04:10"),
            Texts.Quake("Uldin", "5.0", 33, 71, "07:45"),
            Texts.Quake("Port Sella", "3.8", 8, 14, "09:02"),
        };

        var found = reports.SelectMany((x, i) => Place(i + 1, 901, x.Title, x.Text));

        Assert.Empty(found);
    }

    [Fact]
    public void A_few_shared_words_are_no_evidence_however_rare()
    {
        Place(1, 1, "Item 1", "First paragraph");
        Place(2, 2, "Item 2", "First paragraph");

        Assert.Empty(_window.Related(2));
    }

    private async Task<List<(long Id, IReadOnlyList<RelatedStory> Related, int AsOneEvent)>> PlaceTheDemoAsync(int atMost = 1_000)
    {
        var seeds = await DemoSeeds.LoadAsync(
            Path.Combine(AppContext.BaseDirectory, "seeds", "demo"),
            TestContext.Current.CancellationToken
        );
        var links = new List<(long, IReadOnlyList<RelatedStory>, int)>();
        foreach (var (site, feed) in seeds.Sites.Select((x, i) => (x, i)))
        {
            var edition = DemoEdition.At(site, Noon, Noon);
            foreach (var entry in edition.Entries.Take(atMost - _titles.Count))
            {
                var id = 1_000 + _titles.Count;
                var html = DemoText.Html(site, edition, entry, new Uri("https://demo.example/"));
                var related = Place(id, feed, entry.Title, WebUtility.HtmlDecode(Tags().Replace(html, " ")));
                links.Add((id, related, AsOneEvent(id)));
            }
        }
        return links;
    }

    /// <summary>Other stories that the model of events, fitted on large windows, would call related.</summary>
    private int AsOneEvent(long id) =>
        _window.Find(id)!.Story.Id == id
            ? _window.Links(_window.Find(id)!).Count(x => EventModel.Current.Score(x.Evidence.Event) >= 0.5)
            : 0;

    private IReadOnlyList<RelatedStory> Place(long id, long feed, string title, string text)
    {
        _titles[id] = title;
        var match = _window.Place(id, feed, StoryFingerprint.Of(title, text), Noon);
        return match.StoryId == id ? _window.Related(id) : [];
    }

    [GeneratedRegex("marathon.* / .*marathon|comet.* / .*comet", RegexOptions.IgnoreCase)]
    private static partial Regex OnPurpose();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
