using FeedAggregator.Service;
using FeedAggregator.Service.Commands;

namespace FeedAggregator.Tests.Service;

/// <summary>Lists as people see them on a terminal and as programs get them.</summary>
public sealed class ListingTests
{
    [Fact]
    public void On_a_terminal_columns_stand_below_each_other_under_a_head()
    {
        var list = new Listing("feed", "items", "trouble");
        list.Add("BBC", "12", null);
        list.Add("The Old Bugle", "3", "it is away");

        Assert.Equal(
            """
            FEED           ITEMS  TROUBLE
            BBC            12
            The Old Bugle  3      it is away

            """.ReplaceLineEndings("\n"),
            list.ForPeople(80)
        );
    }

    [Fact]
    public void A_row_stays_a_line_however_narrow_the_terminal_and_the_name_stays_whole()
    {
        var list = new Listing("feed", "url", "trouble");
        list.Add("a-name-that-is-rather-long", "https://news.example/a/long/way/down/feed.xml", new string('x', 300));

        var lines = list.ForPeople(60).TrimEnd('\n').Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.All(lines, x => Assert.InRange(x.Length, 1, 60));
        Assert.StartsWith("a-name-that-is-rather-long  https://", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("…", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_are_two_cells_wide_move_no_column()
    {
        var list = new Listing("feed", "items");
        list.Add("日本経済新聞", "1");
        list.Add("twelve cells", "2");

        var lines = list.ForPeople(80).Split('\n');

        Assert.Equal("日本経済新聞  1", lines[1]);
        Assert.Equal("twelve cells  2", lines[2]);
    }

    [Fact]
    public void Elsewhere_rows_are_whole_have_tabs_and_always_as_many()
    {
        var list = new Listing("feed", "url", "trouble");
        list.Add("times", new string('x', 200), null);

        Assert.Equal($"times\t{new string('x', 200)}\t\n", list.ForPrograms());
    }

    [Theory]
    [InlineData("a\tb\r\nc", "a b c")]
    [InlineData("\e[31mred\a", "[31mred")]
    [InlineData(" two  words ", "two words")]
    public void What_a_stranger_wrote_neither_steers_the_terminal_nor_begins_a_row(string written, string shown)
    {
        var list = new Listing("title");
        list.Add(written);

        Assert.Equal(shown + "\n", list.ForPrograms());
    }

    [Fact]
    public void One_is_counted_otherwise_than_none_or_many()
    {
        Assert.Equal(
            ["0 items", "1 item", "2 items", "1 delivery", "0 deliveries", "1 story"],
            [
                Counted.Of(0, "item"),
                Counted.Of(1, "item"),
                Counted.Of(2, "item"),
                Counted.Deliveries(1),
                Counted.Deliveries(0),
                Counted.Stories(1),
            ]
        );
    }
}
