using System.Threading.Channels;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>
/// The one thread that reads and writes. LiteDB binds transactions to threads, and a reader beside a writer has brought its engine down; so nothing is beside
/// anything here. Work that has queued up is committed piece by piece, and acknowledged after one checkpoint for all: LiteDB does not sync its commits,
/// only its checkpoints.
/// </summary>
internal sealed class LiteThread : IAsyncDisposable
{
    private const int MaxBatch = 32;

    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiteDatabase _database;
    private readonly string _path;

    /// <summary>Set once LiteDB can be trusted no more.</summary>
    private StoreException? _end;

    public LiteThread(LiteDatabase database, string path)
    {
        (_database, _path) = (database, path);
        new Thread(Loop) { Name = "store", IsBackground = true }.Start();
    }

    public Task<T> ReadAsync<T>(Func<T> read, CancellationToken ct) => Queue(new Work<T>(read, Writes: false, ct));

    /// <returns>Completes when the work is in the data file. Work that throws is rolled back.</returns>
    public Task<T> WriteAsync<T>(Func<T> write, CancellationToken ct) => Queue(new Work<T>(write, Writes: true, ct));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private Task<T> Queue<T>(Work<T> work)
    {
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(work), this);
        return work.Task;
    }

    private void Loop()
    {
        var done = new List<Work>(MaxBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (done.Count < MaxBatch && _queue.Reader.TryRead(out var work))
            {
                if (Run(work))
                    done.Add(work);
            }
            Acknowledge(done);
            done.Clear();
        }
        Close();
    }

    /// <returns>False when the work has its answer already: it was cancelled, or it failed.</returns>
    private bool Run(Work work)
    {
        if (work.WasCancelled())
            return false;
        try
        {
            ThrowIfEnded();
            if (work.Writes && !_database.BeginTrans())
                throw new InvalidOperationException("LiteDB has a transaction open already.");
            work.Run();
            if (work.Writes && !_database.Commit())
                throw new InvalidOperationException("LiteDB has rolled the transaction back by itself.");
            return true;
        }
        catch (Exception exception)
        {
            if (LiteFile.IsFatal(exception))
                End(exception);
            else if (work.Writes && _end is null)
                Rollback();
            work.Fail(LiteFile.Translate(exception, _path) ?? _end ?? exception);
            return false;
        }
    }

    private void Acknowledge(List<Work> done)
    {
        try
        {
            ThrowIfEnded();
            if (done.Exists(work => work.Writes))
                LiteFile.Checkpoint(_database, _path);
            done.ForEach(work => work.Complete());
        }
        catch (Exception exception)
        {
            // A checkpoint half done is made whole from the log, but only by who opens the file anew.
            End(exception);
            var problem = LiteFile.Translate(exception, _path) ?? _end!;
            done.ForEach(work => work.Fail(problem));
        }
    }

    private void Rollback()
    {
        try
        {
            // A failure inside the engine has rolled back by itself; then there is nothing left to roll back.
            _database.Rollback();
        }
        catch (Exception exception)
        {
            End(exception);
        }
    }

    /// <summary>
    /// A transaction that cannot be ended stays open, and LiteDB would take all that follows for a part of it (2848); after an error of the disk its pages in
    /// memory are not those of the file. So nothing more is read or written.
    /// </summary>
    private void End(Exception exception)
    {
        if (_end is not null)
            return;
        _end = new StoreException(
            StoreProblem.Unavailable,
            $"LiteDB was closed after an error ({exception.Message.TrimEnd('.')}). Look at the disk, and start the service again: it checks what is stored.",
            exception
        );
        LiteFile.Abandon(_database);
    }

    private void ThrowIfEnded()
    {
        if (_end is not null)
            throw _end;
    }

    /// <summary>All that was acknowledged is in the file: an engine that has closed itself after an error has nothing more to lose.</summary>
    private void Close()
    {
        try
        {
            _database.Dispose();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            _ended.SetException(LiteFile.Translate(exception, _path) ?? exception);
        }
    }

    private abstract record Work(bool Writes)
    {
        public abstract bool WasCancelled();

        public abstract void Run();

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed record Work<T>(Func<T> Do, bool Writes, CancellationToken Ct) : Work(Writes)
    {
        private readonly TaskCompletionSource<T> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _promise.Task;

        public override bool WasCancelled() => Ct.IsCancellationRequested && _promise.TrySetCanceled(Ct);

        public override void Run() => _result = Do();

        public override void Complete() => _promise.TrySetResult(_result!);

        public override void Fail(Exception exception) => _promise.TrySetException(exception);
    }
}
