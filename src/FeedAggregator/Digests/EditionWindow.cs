using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>
/// What one edition covers. Items are chosen by when their words last changed, not by when they became news: an item that is found late, or is still
/// being rewritten when an edition is due, belongs to the next edition, and none falls between two.
/// </summary>
/// <param name="Since">The watermark the edition continues.</param>
/// <param name="DueAt">When the edition is due: its date, and the instant stories are ranked at, however late it is made.</param>
/// <param name="From">Items whose words last changed at or after this,</param>
/// <param name="To">and before this.</param>
public sealed record EditionWindow(DigestWatermark Since, DateTimeOffset DueAt, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The window that is due, all missed ones merged into it; null when none is due, and always without a schedule.</summary>
    public static EditionWindow? Due(DigestDefinition definition, DigestWatermark since, DateTimeOffset now)
    {
        if (definition.Schedule is not { } schedule)
            return null;
        return EditionSchedule.Of(schedule).LastUpTo(now) is { } dueAt && dueAt > since.DueAt
            ? Between(definition, since, dueAt, dueAt - definition.Settle)
            : null;
    }

    /// <summary>The next window, as far as it has come by <paramref name="now"/>; null when no edition is to come.</summary>
    public static EditionWindow? Next(DigestDefinition definition, DigestWatermark since, DateTimeOffset now)
    {
        if (definition.Schedule is not { } schedule)
            return null;
        var after = now > since.DueAt ? now : since.DueAt;
        return EditionSchedule.Of(schedule).NextAfter(after) is { } dueAt
            ? Between(definition, since, dueAt, now - definition.Settle)
            : null;
    }

    /// <summary>A window that an admin ends by hand, on schedule or not. What has not settled is taken too: the admin has seen it.</summary>
    public static EditionWindow ByHand(DigestDefinition definition, DigestWatermark since, DateTimeOffset now) =>
        Between(definition, since, now > since.DueAt ? now : since.DueAt.AddTicks(1), now);

    /// <summary>A longer settling time may end a window before it begins: then it is empty, and nothing is skipped or doubled.</summary>
    private static EditionWindow Between(DigestDefinition definition, DigestWatermark since, DateTimeOffset dueAt, DateTimeOffset to)
    {
        var from = since.ChangedUpTo;
        if (since.Number == 0 && dueAt - definition.Window < from)
            from = dueAt - definition.Window;
        return new(since, dueAt, from, to > from ? to : from);
    }
}
