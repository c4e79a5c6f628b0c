using FeedAggregator.Storage;

namespace FeedAggregator.Service.Measuring;

/// <summary>What the service did in a stretch of time, for one line of the log.</summary>
internal sealed record Done
{
    public int Polls { get; init; }
    public int Unchanged { get; init; }
    public int Failed { get; init; }
    public int New { get; init; }
    public int Updated { get; init; }

    /// <summary>Documents hubs brought.</summary>
    public int Pushed { get; init; }
    public int Editions { get; init; }

    /// <summary>Mails and webhook posts that were taken.</summary>
    public int Sent { get; init; }
    public int GivenUp { get; init; }

    public Done And(PollReport report)
    {
        var outcome = report.Record.Outcome;
        return outcome == PollOutcome.Deferred
            ? this
            : this with
            {
                Polls = Polls + (outcome == PollOutcome.Pushed ? 0 : 1),
                Pushed = Pushed + (outcome == PollOutcome.Pushed ? 1 : 0),
                Unchanged = Unchanged + (outcome == PollOutcome.NotModified ? 1 : 0),
                Failed = Failed + (outcome == PollOutcome.Error ? 1 : 0),
                New = New + report.Receipt.Added,
                Updated = Updated + report.Receipt.Updated,
            };
    }

    public Done And(DeliveryVerdict verdict) =>
        verdict.State switch
        {
            DeliveryState.Sent => this with { Sent = Sent + 1 },
            DeliveryState.GivenUp => this with { GivenUp = GivenUp + 1 },
            _ => this,
        };

    public Done And(FreezeReceipt receipt) => receipt.Number is null ? this : this with { Editions = Editions + 1 };

    /// <summary>Polls and items always, so that lines can be compared; of the rest only what happened.</summary>
    public override string ToString()
    {
        List<string> parts = [$"{Counted.Of(Polls, "poll")} ({Unchanged} unchanged, {Failed} failed)", Counted.Of(New, "new item")];
        Add(Updated, $"{Updated} updated");
        Add(Pushed, $"{Counted.Of(Pushed, "document")} pushed by hubs");
        Add(Editions, $"{Counted.Of(Editions, "edition")} published");
        Add(Sent, $"{Counted.Deliveries(Sent)} sent");
        Add(GivenUp, $"{GivenUp} given up");
        return string.Join(", ", parts);

        void Add(int count, string part)
        {
            if (count > 0)
                parts.Add(part);
        }
    }
}
