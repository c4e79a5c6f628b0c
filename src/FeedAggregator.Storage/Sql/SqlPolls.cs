namespace FeedAggregator.Storage.Sql;

internal sealed class SqlPolls(Writer writer, Readers readers, IDialect dialect, bool fullText) : IPollStore
{
    private readonly string _known = Known.Select(dialect);
    private readonly PollStatements _statements = new(dialect);

    public async Task<IReadOnlyDictionary<long, KnownItem>> FindKnownAsync(long feedKey, IReadOnlyList<long> keys, CancellationToken ct) =>
        keys.Count == 0
            ? new Dictionary<long, KnownItem>()
            : await readers.RunAsync(session => Known.Find(session, _known, feedKey, keys.ToArray()), ct);

    public Task<PollReceipt> ApplyAsync(PollPlan plan, CancellationToken ct)
    {
        // Packing and cutting words is the costly part: done here, on the caller's thread, not on the one that writes.
        var prepared = PreparedPoll.Of(plan, dialect, fullText);
        return writer.RunAsync(batch => new PollApplication(batch, prepared, _statements).Run(), prepared.Places, ct);
    }
}
