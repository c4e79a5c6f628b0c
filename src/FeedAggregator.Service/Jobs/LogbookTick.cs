using FeedAggregator.Service.Measuring;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Tells what was done, when the logbook has something to tell.</summary>
[DisallowConcurrentExecution]
internal sealed partial class LogbookTick(Logbook book, TimeProvider clock, ILogger<Logbook> log) : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        switch (book.Next(clock.GetUtcNow()))
        {
            case { IsFirst: true } entry:
                FirstRound(Span(entry.Span), entry.Done.ToString());
                break;
            case { } entry:
                Went(Span(entry.Span), entry.Done.ToString());
                break;
        }
        return ValueTask.CompletedTask;
    }

    private static string Span(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2)
            ? Counted.Of((long)Math.Ceiling(span.TotalSeconds), "second")
            : Counted.Of((long)Math.Round(span.TotalMinutes), "minute");

    [LoggerMessage(Level = LogLevel.Information, Message = "first round done in {Span}: {Done}; from here on a line an hour")]
    private partial void FirstRound(string span, string done);

    [LoggerMessage(Level = LogLevel.Information, Message = "last {Span}: {Done}")]
    private partial void Went(string span, string done);
}
