namespace FeedAggregator.Fetching;

/// <summary>A failure before it is known what else the exchange told.</summary>
internal sealed record Refusal(FailureClass Class, string Text)
{
    /// <summary>The connection broke under an exchange that may well succeed on the next one.</summary>
    public bool Broken { get; init; }
}

/// <summary>Carries a refusal out of callbacks and streams that can only throw; never leaves this room.</summary>
internal sealed class RefusalException(Refusal refusal) : IOException(refusal.Text)
{
    public RefusalException(FailureClass failure, string text)
        : this(new Refusal(failure, text)) { }

    public Refusal Refusal { get; } = refusal;
}
