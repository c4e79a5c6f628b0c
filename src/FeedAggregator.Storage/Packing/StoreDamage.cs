namespace FeedAggregator.Storage.Packing;

internal static class StoreDamage
{
    /// <param name="what">The damage, as the middle of a sentence.</param>
    public static StoreException Of(string what, Exception? inner = null) =>
        new(
            StoreProblem.Damaged,
            $"The database is damaged: {what}. Stop the service and restore a backup (feedaggregator store restore); what is left was not touched.",
            inner
        );
}
