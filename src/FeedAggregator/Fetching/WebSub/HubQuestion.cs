namespace FeedAggregator.Fetching.WebSub;

/// <summary>The query of a hub's call to the callback (W3C WebSub §5.2, §5.3).</summary>
public sealed record HubQuestion(string? Mode, string? Topic, string? Challenge, TimeSpan? Lease)
{
    /// <param name="field">Reads a query parameter, such as <c>hub.mode</c>, or null.</param>
    public static HubQuestion Read(Func<string, string?> field) =>
        new(
            field("hub.mode"),
            field("hub.topic"),
            field("hub.challenge"),
            uint.TryParse(field("hub.lease_seconds"), out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null
        );
}
