using System.Collections.Concurrent;
using FeedAggregator.Storage.Sql;
using Npgsql;

namespace FeedAggregator.Storage.Postgres;

/// <summary>
/// Applies polls without news, by far the most, many at a time: a statement each, all sent in one round trip. What is not plain (the lease is gone, the settings
/// have changed, the plan was applied before) and what brings news goes the ordinary way.
/// </summary>
internal sealed class QuietPolls(IPollStore ordinary, Writer writer) : IPollStore
{
    private const int MaxBatch = 500;

    private const string Apply = """
        with fed as (
            update feeds set state = $3, seal = $4, pollable = case when listed = 1 then $5 else 0 end, due_at = $6,
                lease_until = 0, applied = lease, polls = polls + 1
            where key = $1 and lease = $2 and applied <> lease and settings = $7 returning key, polls - 1 as number)
        insert into polls (feed, slot, number, record) select key, number % $8, number, $9 from fed
        on conflict (feed, slot) do update set number = excluded.number, record = excluded.record
        """;

    private readonly ConcurrentQueue<Waiting> _queue = [];
    private int _asked;

    public Task<IReadOnlyDictionary<long, KnownItem>> FindKnownAsync(long feedKey, IReadOnlyList<long> keys, CancellationToken ct) =>
        ordinary.FindKnownAsync(feedKey, keys, ct);

    public async Task<PollReceipt> ApplyAsync(PollPlan plan, CancellationToken ct)
    {
        if (plan is not { NewItems.Count: 0, Updates.Count: 0, Raw: null, Replay: false })
            return await ordinary.ApplyAsync(plan, ct);
        ct.ThrowIfCancellationRequested();
        var waiting = new Waiting(Values(plan));
        _queue.Enqueue(waiting);
        // One turn at the writer serves all who wait when it comes.
        if (Interlocked.Exchange(ref _asked, 1) == 0)
            await ServeAsync();
        return await waiting.Answer ? new PollReceipt(LeaseLost: false, 0, 0) : await ordinary.ApplyAsync(plan, ct);
    }

    private async Task ServeAsync()
    {
        var served = new List<Waiting>();
        try
        {
            await writer.RunAsync(batch => ApplyAll(batch.Session, served), places: false, CancellationToken.None);
            served.ForEach(one => one.Settle());
        }
        catch (Exception exception)
        {
            // When the turn never came, nobody else will come for them either.
            if (served.Count == 0)
                Take(served, int.MaxValue);
            served.ForEach(one => one.Fail(exception));
        }
    }

    private int ApplyAll(Session session, List<Waiting> served)
    {
        // Called again, after a rollback, it is for the same.
        if (served.Count == 0)
            Take(served, MaxBatch);
        using var batch = new NpgsqlBatch((NpgsqlConnection)session.Connection);
        foreach (var one in served)
            batch.BatchCommands.Add(PostgresRows.Command(Apply, one.Values));
        if (served.Count == 0)
            return 0;
        batch.Prepare();
        batch.ExecuteNonQuery();
        for (var i = 0; i < served.Count; i++)
            served[i].Applied = batch.BatchCommands[i].RecordsAffected == 1;
        return served.Count;
    }

    private void Take(List<Waiting> served, int most)
    {
        // First, so that who queues up from here on asks for a turn of their own.
        Volatile.Write(ref _asked, 0);
        while (served.Count < most && _queue.TryDequeue(out var one))
            served.Add(one);
        if (!_queue.IsEmpty && Interlocked.Exchange(ref _asked, 1) == 0)
            _ = Task.Run(ServeAsync);
    }

    private static Value[] Values(PollPlan plan)
    {
        var (settings, state) = (StoredJson.Text(plan.Feed.Feed), StoredJson.Text(plan.State));
        return
        [
            plan.Feed.Key,
            plan.Feed.Lease,
            state,
            FeedRow.SealOf(settings, state),
            FeedRow.Pollable(plan.Feed.Feed, plan.State),
            plan.State.NextPollAt,
            settings,
            (long)PollStatements.Ring,
            StoredJson.SealedText(plan.Record with { ItemsNew = 0, ItemsUpdated = 0 }),
        ];
    }

    private sealed class Waiting(Value[] values)
    {
        private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Value[] Values => values;

        /// <summary>Whether the plan was applied; complete when that is durable.</summary>
        public Task<bool> Answer => _answer.Task;

        public bool Applied { get; set; }

        public void Settle() => _answer.TrySetResult(Applied);

        public void Fail(Exception exception) => _answer.TrySetException(exception);
    }
}
