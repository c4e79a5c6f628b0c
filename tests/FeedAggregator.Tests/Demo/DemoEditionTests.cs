using FeedAggregator.Service.Demo;

namespace FeedAggregator.Tests.Demo;

public sealed class DemoEditionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, 750, TimeSpan.Zero);
    private static readonly DateTimeOffset WholeStart = Start.AddMilliseconds(-750);

    [Fact]
    public void An_item_shows_up_when_its_time_has_come()
    {
        var site = Site(Item("old", "-2h"), Item("soon", "+40s"));

        var before = DemoEdition.At(site, Start, WholeStart.AddSeconds(39.9));
        var after = DemoEdition.At(site, Start, WholeStart.AddSeconds(40));

        Assert.Equal(["old"], before.Entries.Select(entry => entry.Item.Id));
        Assert.Equal(["soon", "old"], after.Entries.Select(entry => entry.Item.Id));
    }

    [Fact]
    public void An_update_changes_the_headline_and_the_text_but_not_the_time_of_publication()
    {
        var update = new DemoUpdate
        {
            At = TimeSpan.FromMinutes(1),
            Title = "Louder",
            Lead = "A new start.",
            Append = "And an end.",
        };
        var site = Site(Item("story", "-1h") with { Title = "Quiet", Body = "One.\n\nTwo.", Updates = [update] });

        var before = DemoEdition.At(site, Start, Start).Entries.Single();
        var after = DemoEdition.At(site, Start, Start.AddMinutes(1)).Entries.Single();

        Assert.Equal(("Quiet", WholeStart.AddHours(-1)), (before.Title, before.Updated));
        Assert.Equal(["One.", "Two."], before.Paragraphs);
        Assert.Equal(("Louder", WholeStart.AddMinutes(1)), (after.Title, after.Updated));
        Assert.Equal(["A new start.", "Two.", "And an end."], after.Paragraphs);
        Assert.Equal(before.Published, after.Published);
    }

    [Fact]
    public void An_edition_stays_the_same_for_as_long_as_nothing_happens()
    {
        var site = Site(Item("a", "-2h"), Item("b", "-1h"));

        var first = DemoEdition.At(site, Start, Start);
        var later = DemoEdition.At(site, Start, Start.AddHours(5));

        Assert.Equal(first.Modified, later.Modified);
        Assert.Equal(first.Entries.Select(entry => entry.Published), later.Entries.Select(entry => entry.Published));
    }

    [Fact]
    public void A_page_points_to_the_item_before_it_so_that_news_does_not_change_it()
    {
        var site = Site(Item("a", "-3h"), Item("b", "-2h"), Item("c", "+5s"));

        var edition = DemoEdition.At(site, Start, Start.AddMinutes(1));

        Assert.Equal(["b", "a", "b"], edition.Entries.Select(entry => edition.Related(entry).Item.Id));
    }

    [Fact]
    public void Days_in_a_text_are_those_of_its_publication_in_the_sites_own_zone_and_language()
    {
        var item = Item("late", "+10h") with { Title = "Kurs {date}", Body = "Sejak {dayBefore}, bukan {day}." };
        var site = Site(item) with { Zone = TimeSpan.FromHours(7) };

        var entry = DemoEdition.At(site, Start, Start.AddDays(1)).Entries.Single();

        Assert.Equal("Kurs 23/11/2026", entry.Title);
        Assert.Equal(["Sejak Minggu, bukan Senin."], entry.Paragraphs);
    }

    [Fact]
    public void A_wire_story_is_told_with_the_sites_own_edits()
    {
        var story = new DemoItem
        {
            Id = "s",
            Title = "Plain",
            Body = "A red house.\n\nB.\n\nC.",
            Agency = "Wire",
            Categories = ["World"],
        };
        var item = Item("", "-1h") with
        {
            Wire = "s",
            Title = "Loud",
            Keep = 2,
            Replace = new Dictionary<string, string> { ["B."] = "Bee." },
        };

        var told = DemoSeeds.Tell(story, item);
        var led = DemoSeeds.Tell(story, item with { Lead = "Own words." });

        Assert.Equal(("s", "Loud", "Wire"), (told.Id, told.Title, told.Agency));
        Assert.Equal("A red house.\n\nBee.", told.Body);
        Assert.Equal("Own words.\n\nBee.", led.Body);
        Assert.Equal(["World"], told.Categories);
    }

    [Theory]
    [InlineData(DemoDates.Rfc822, "Wed, 02 May 2018 07:20:00 +0700")]
    [InlineData(DemoDates.Iso, "2018-05-02T07:20:00+07:00")]
    [InlineData(DemoDates.Slashes, "02/5/2018 07:20")]
    [InlineData(DemoDates.Words, "Rabu, 2 Mei 2018 07:20 WIB")]
    public void Dates_are_written_as_their_site_writes_them(object style, string expected)
    {
        var time = new DateTimeOffset(2018, 5, 2, 7, 20, 0, TimeSpan.FromHours(7));

        var written = DemoText.Date((DemoDates)style, time);

        Assert.Equal(expected, written);
    }

    private static DemoItem Item(string id, string at)
    {
        Assert.True(DemoOffset.TryParse(at, out var span));
        return new DemoItem
        {
            Id = id,
            At = span,
            Title = id,
            Body = "Text.",
        };
    }

    private static DemoSite Site(params DemoItem[] items) =>
        new()
        {
            Slug = "site",
            Name = "Site",
            Language = "id",
            Feeds = [new DemoFeed { Path = "feed" }],
            Items = items,
        };
}
