using System.Threading.Channels;

namespace FeedAggregator.Storage.Sql;

/// <summary>
/// The one thread that writes. It takes what has queued up, up to <see cref="MaxBatch"/> pieces of work, into one transaction, and tells each that it is done
/// only after the commit: a sync of the disk costs the same for one poll as for sixty. Work that fails is rolled back alone, by its savepoint.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int MaxBatch = 64;

    private readonly Channel<WriteWork> _queue = Channel.CreateUnbounded<WriteWork>(new() { SingleReader = true });
    private readonly IDialect _dialect;
    private readonly StoryWindow _window;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Session? _session;

    /// <param name="session">The connection to write on; when null, one is opened for the first work.</param>
    public Writer(IDialect dialect, Session? session, StoryWindow window)
    {
        _session = session;
        _dialect = dialect;
        _window = window;
        _thread = new Thread(Loop) { Name = "store writer", IsBackground = true };
        _thread.Start();
    }

    /// <param name="places">The work may give out item ids and place items in stories.</param>
    /// <returns>Completes when the work is durable. A cancellation counts only until the work begins.</returns>
    /// <exception cref="StoreException">The database refused it: nothing of this work was stored.</exception>
    public Task<T> RunAsync<T>(Func<WriteBatch, T> work, bool places, CancellationToken ct)
    {
        var queued = new WriteWork<T>(work, places, ct);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(queued), this);
        return queued.Task;
    }

    /// <summary>Waits until everything that was queued is stored.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Loop()
    {
        var batch = new List<WriteWork>(MaxBatch);
        while (WaitForWork())
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var work))
                batch.Add(work);
            RunBatch(batch);
            batch.Clear();
        }
        _session?.Dispose();
        _ended.SetResult();
    }

    private bool WaitForWork() => _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void RunBatch(List<WriteWork> works)
    {
        WriteBatch? batch = null;
        var done = new List<WriteWork>(works.Count);
        try
        {
            _session ??= new Session(_dialect.OpenWriter(), _dialect);
            batch = WriteBatch.Begin(_session, _window, works.Exists(work => work.Places));
            foreach (var work in works)
            {
                if (RunOne(batch, work, alone: works.Count == 1))
                    done.Add(work);
            }
            batch.Commit();
        }
        catch (Exception exception)
        {
            batch?.Forget();
            Rollback();
            Recover(works, exception);
            return;
        }
        foreach (var work in done)
            work.Complete();
    }

    private bool RunOne(WriteBatch batch, WriteWork work, bool alone)
    {
        if (work.WasCancelled())
            return false;
        if (alone)
        {
            work.Run(batch);
            return true;
        }
        var before = batch.Mark();
        batch.Session.Run("savepoint work");
        try
        {
            work.Run(batch);
            batch.Session.Run("release savepoint work");
            return true;
        }
        catch (Exception exception)
        {
            // Where the engine has given up the whole transaction this throws too, and the batch is run again one by one.
            batch.Session.Run("rollback to savepoint work");
            batch.Session.Run("release savepoint work");
            batch.Return(before);
            work.Fail(_dialect.Translate(exception) ?? exception);
            return false;
        }
    }

    private void Recover(List<WriteWork> works, Exception exception)
    {
        var open = works.FindAll(work => !work.Settled);
        var problem = _dialect.Translate(exception);
        if (works.Count == 1 || problem is { Problem: StoreProblem.Unavailable })
            open.ForEach(work => work.Fail(problem ?? exception));
        else
            open.ForEach(work => RunBatch([work]));
    }

    private void Rollback()
    {
        try
        {
            _session?.Execute("rollback");
        }
        catch (Exception)
        {
            // No transaction is left, or no connection: a new one starts clean.
            _session?.Dispose();
            _session = null;
        }
    }
}
