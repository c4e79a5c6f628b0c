namespace FeedAggregator.Storage;

public enum DeliveryState
{
    Waiting,
    Sent,

    /// <summary>It will not be tried again by itself.</summary>
    GivenUp,

    /// <summary>There was nothing to send: the reader has left, or the reader's own filter leaves no story.</summary>
    Skipped,
}

public static class DeliveryStateNames
{
    /// <summary>The public name, such as <c>given-up</c>.</summary>
    public static string Name(this DeliveryState state) =>
        state switch
        {
            DeliveryState.Waiting => "waiting",
            DeliveryState.Sent => "sent",
            DeliveryState.GivenUp => "given-up",
            DeliveryState.Skipped => "skipped",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };
}

/// <summary>What is written down about an attempt.</summary>
/// <param name="DueAt">When to try again, while it waits.</param>
/// <param name="Text">Why, in one line for an admin; null when all went well.</param>
/// <param name="InDoubt">The receiver may have the message.</param>
/// <param name="DeadMailbox">The server says that there is no such mailbox: it is suppressed.</param>
/// <param name="Counts">It counts as one of the attempts that are made before giving up.</param>
public sealed record DeliveryVerdict(
    DeliveryState State,
    DateTimeOffset? DueAt = null,
    string? Text = null,
    bool InDoubt = false,
    bool DeadMailbox = false,
    bool Counts = true
)
{
    public static DeliveryVerdict Skip(string why) => new(DeliveryState.Skipped, Text: why, Counts: false);
}
