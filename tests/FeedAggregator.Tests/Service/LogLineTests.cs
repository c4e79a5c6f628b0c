using FeedAggregator.Service.Hosting;
using FeedAggregator.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedAggregator.Tests.Service;

/// <summary>The log as an admin reads it.</summary>
public sealed class LogLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_entry_is_one_line_with_time_level_and_source()
    {
        var text = Written(isJournal: false, LogLevel.Warning, "a feed\nfails", null);

        Assert.Equal("2026-03-01 08:00:00Z warn  RefreshDueFeeds: a feed fails\n", text);
    }

    [Fact]
    public void The_journal_gets_priorities_and_keeps_the_time_itself()
    {
        var text = Written(isJournal: true, LogLevel.Error, "a bug", new InvalidOperationException("why"));

        Assert.Equal("<3>error RefreshDueFeeds: a bug\n<3>    System.InvalidOperationException: why\n", text);
    }

    private static string Written(bool isJournal, LogLevel level, string text, Exception? exception)
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<string>(level, "FeedAggregator.RefreshDueFeeds", new EventId(7), text, exception, (x, _) => x);
        new LogLine(new StillClock(Now), isJournal, hasColours: false).Write(entry, null, writer);
        return writer.ToString();
    }
}
