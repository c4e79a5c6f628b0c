namespace FeedAggregator.Languages;

/// <summary>Why a feed is polled when it is, and what is wrong with it: sentences of their own. Moments, spans and causes come in the same language.</summary>
public abstract partial class FrameLanguage
{
    public abstract string FeedIsDisabled { get; }
    public abstract string FeedIsGone { get; }
    public abstract string FeedIsDue { get; }

    /// <param name="away">As <see cref="In"/> tells it.</param>
    public abstract string FeedIsPolledAt(string moment, string away);

    /// <param name="cause">As <see cref="Failure"/> tells it; null where more is told behind it.</param>
    public abstract string FeedFailsSince(string moment, string? cause);

    public abstract string FeedHasMoved(string address);
    public abstract string FeedIsToMove(string address);
    public abstract string FeedMayHaveGap(string moment);
    public abstract string FeedIsSilent(string moment);
}
