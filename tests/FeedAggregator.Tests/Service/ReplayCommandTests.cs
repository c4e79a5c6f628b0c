using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

/// <summary><c>feeds replay</c> as an admin uses it after an edit of the feeds file.</summary>
public sealed class ReplayCommandTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_edit_is_tried_first_then_taken_over_and_then_there_is_nothing_left_to_do()
    {
        _publisher.Serve("/times", Answer.Feed(RssText.Feed(RssText.Item("Satu", "1"), RssText.Item("Dua", "2"))));
        WriteFeeds("");
        await VerbAsync("poll", "--once");
        WriteFeeds("    language: id\n");
        var asked = _publisher.Requests.Count;

        var tried = await VerbAsync("feeds", "replay", "--all", "--dry-run");
        var done = await VerbAsync("feeds", "replay", "times");
        var again = await VerbAsync("feeds", "replay", "--all");

        Assert.Equal(asked, _publisher.Requests.Count);
        Assert.Equal([0, 0, 0], new[] { tried, done, again }.Select(x => x.ExitCode));
        Assert.Contains("2 items would be updated", tried.Output, StringComparison.Ordinal);
        Assert.Contains("times: 2 entries, 2 read otherwise (language 2)", done.Output, StringComparison.Ordinal);
        Assert.Equal("1 feed read again: 0 items updated, 0 added; 0 could not be read", again.Output.Trim());
    }

    [Theory]
    [InlineData("feeds", "replay")]
    [InlineData("feeds", "replay", "times", "--all")]
    public async Task Which_feeds_must_be_said(params string[] words)
    {
        WriteFeeds("");

        var refused = await VerbAsync(words);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Name the feeds to read again, or give --all.", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_is_not_there_is_told_with_a_guess()
    {
        WriteFeeds("");
        await VerbAsync("poll", "--once");

        var unknown = await VerbAsync("feeds", "replay", "tmes");

        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("there is no feed \"tmes\"; did you mean \"times\"?", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_never_brought_a_document_is_no_failure_unless_it_was_asked_for()
    {
        _publisher.Serve("/times", new Answer(404, ""));
        WriteFeeds("");
        await VerbAsync("poll", "--once");

        var all = await VerbAsync("feeds", "replay", "--all");
        var named = await VerbAsync("feeds", "replay", "times");

        Assert.Equal((0, 1), (all.ExitCode, named.ExitCode));
        Assert.Contains("– times: no document of it is kept yet", all.Output, StringComparison.Ordinal);
        Assert.Contains(
            "0 feeds read again: 0 items updated, 0 added; 0 could not be read, 1 with nothing to read",
            all.Output,
            StringComparison.Ordinal
        );
    }

    private void WriteFeeds(string more) =>
        _folder.Write("feeds.yaml", $"feeds:\n  - id: times\n    url: {_publisher.Url("/times")}\n{more}");

    private Task<Ended> VerbAsync(params string[] words) =>
        Executable.RunAsync([
            .. words,
            "--config",
            _folder.Path,
            "--data",
            _folder.Path,
            "--Polling:AllowedPrivateNetworks=127.0.0.0/8",
            "--Polling:MinHostGap=0s",
        ]);
}
