using FeedAggregator.Fetching.Politeness;

namespace FeedAggregator.Tests.Fetching.Politeness;

public sealed class PolitenessBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_host_that_is_being_visited_is_busy_and_free_again_a_gap_later()
    {
        var book = new PolitenessBook(Gap);
        book.Enter(["a.example"]);

        var during = Ask(book, Now, "a.example");
        book.Leave(["a.example"], asked: true, Now.AddSeconds(1));
        var after = Ask(book, Now.AddSeconds(1), "a.example");
        var later = Ask(book, Now.AddSeconds(3), "a.example");

        Assert.Equal(new Verdict.Busy("a.example"), during);
        Assert.Equal(new Verdict.NotBefore(Now.AddSeconds(3)), after);
        Assert.IsType<Verdict.Start>(later);
    }

    [Fact]
    public void A_quiet_that_is_drawn_out_began_when_it_was_first_asked_for()
    {
        var (once, drawn) = (new PolitenessBook(Gap), new PolitenessBook(Gap));
        once.KeepQuiet("a.example", Now.AddMinutes(4), Now);
        drawn.KeepQuiet("a.example", Now.AddMinutes(3), Now);
        drawn.KeepQuiet("a.example", Now.AddMinutes(4), Now.AddMinutes(2));

        var resume = drawn.Resume("a.example", Now.AddMinutes(4), "https://a.example/feed");

        Assert.Equal(once.Resume("a.example", Now.AddMinutes(4), "https://a.example/feed"), resume);
    }

    [Fact]
    public void Two_names_of_one_address_take_turns()
    {
        var book = new PolitenessBook(Gap);
        book.Enter(["a.example", "93.184.216.34"]);

        var other = book.Ask("b.example", ["b.example", "93.184.216.34"], forced: false, Now);
        var elsewhere = book.Ask("c.example", ["c.example", "93.184.216.35"], forced: false, Now);

        Assert.Equal(new Verdict.Busy("93.184.216.34"), other);
        Assert.IsType<Verdict.Start>(elsewhere);
    }

    [Fact]
    public void A_visit_that_asked_nothing_leaves_no_distance_to_keep()
    {
        var book = new PolitenessBook(Gap);
        book.Enter(["a.example"]);

        book.Leave(["a.example"], asked: false, Now);

        Assert.IsType<Verdict.Start>(Ask(book, Now, "a.example"));
    }

    [Fact]
    public void A_wish_for_quiet_holds_for_the_whole_host_until_its_end_and_only_there()
    {
        var book = new PolitenessBook(Gap);

        book.KeepQuiet("a.example", Now.AddHours(1), Now);

        Assert.Equal(new Verdict.Quiet(Now.AddHours(1)), Ask(book, Now.AddMinutes(59), "a.example"));
        Assert.IsType<Verdict.Start>(Ask(book, Now.AddHours(1), "a.example"));
        Assert.IsType<Verdict.Start>(Ask(book, Now, "b.example"));
        Assert.IsType<Verdict.Start>(book.Ask("a.example", ["a.example"], forced: true, Now));
    }

    [Fact]
    public void A_shorter_wish_does_not_undo_a_longer_one()
    {
        var book = new PolitenessBook(Gap);
        book.KeepQuiet("a.example", Now.AddHours(2), Now);

        book.KeepQuiet("a.example", Now.AddHours(1), Now);

        Assert.Equal(new Verdict.Quiet(Now.AddHours(2)), Ask(book, Now, "a.example"));
    }

    [Fact]
    public void The_feeds_of_a_host_come_back_spread_over_minutes_each_always_at_its_own_place()
    {
        var book = new PolitenessBook(Gap);
        var until = Now.AddHours(1);
        book.KeepQuiet("a.example", until, Now);

        var places = Enumerable.Range(0, 100).Select(n => book.Resume("a.example", until, $"http://a.example/{n}") - until).ToList();

        Assert.All(places, place => Assert.InRange(place, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
        Assert.InRange(places.Count(place => place < TimeSpan.FromMinutes(2.5)), 35, 65);
        Assert.Equal(places[7], book.Resume("a.example", until, "http://a.example/7") - until);
    }

    [Fact]
    public void After_a_short_quiet_nobody_waits_minutes()
    {
        var book = new PolitenessBook(Gap);
        var until = Now.AddSeconds(10);
        book.KeepQuiet("a.example", until, Now);

        var places = Enumerable.Range(0, 100).Select(n => book.Resume("a.example", until, $"http://a.example/{n}") - until);

        Assert.All(places, place => Assert.InRange(place, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Hosts_that_were_visited_long_ago_are_forgotten()
    {
        var book = new PolitenessBook(Gap);

        for (var n = 0; n < 10_000; n++)
        {
            book.Enter([$"{n}.example"]);
            book.Leave([$"{n}.example"], asked: true, Now.AddSeconds(n));
        }

        Assert.InRange(book.Count, 1, 2000);
    }

    private static Verdict Ask(PolitenessBook book, DateTimeOffset now, string host) => book.Ask(host, [host], forced: false, now);
}
