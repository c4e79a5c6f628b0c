namespace FeedAggregator.Delivery;

/// <summary>How one try to send one message ended.</summary>
public abstract record Attempt
{
    private Attempt() { }

    /// <summary>The receiver has taken responsibility for it (RFC 5321 §4.2.5).</summary>
    public sealed record Accepted(string Text) : Attempt;

    /// <summary>The receiver will not take it, now or later.</summary>
    /// <param name="DeadMailbox">Because there is no such mailbox.</param>
    public sealed record Refused(string Text, bool DeadMailbox = false) : Attempt;

    /// <summary>The receiver would not take it now; it does not have it.</summary>
    /// <param name="RetryAfter">When the receiver asks to be tried again, if it says so.</param>
    public sealed record Deferred(string Text, TimeSpan? RetryAfter = null) : Attempt;

    /// <summary>There was nobody to talk to: says nothing about this message.</summary>
    public sealed record Unreachable(string Text) : Attempt;

    /// <summary>The whole message was sent and the answer did not come: the receiver may or may not have it (RFC 1047).</summary>
    public sealed record Unknown(string Text) : Attempt;

    /// <summary>Another node has the delivery by now; nothing was handed over.</summary>
    public sealed record Overtaken : Attempt;
}

/// <summary>What to do about a message that the receiver may have already.</summary>
public enum DoubtPolicy
{
    /// <summary>At least once: nobody misses an edition; a reader may get one twice, with the same Message-ID.</summary>
    SendAgain,

    /// <summary>At most once: nobody gets an edition twice; a reader may miss one.</summary>
    GiveUp,
}

/// <summary>Asked right before a message is handed over: notes it durably, and says whether the delivery is still ours.</summary>
public delegate Task<bool> HandOver(CancellationToken ct);
