namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>A feed to replay: when its items appeared, in order, and how many of them its document holds.</summary>
/// <param name="From">The first poll happens here.</param>
/// <param name="MeasureFrom">Delays and requests count from here: what came before was for learning.</param>
internal sealed record Publisher(
    string Name,
    string Kind,
    DateTimeOffset[] Times,
    int Window,
    DateTimeOffset From,
    DateTimeOffset MeasureFrom,
    DateTimeOffset To
);
