namespace FeedAggregator.Storage.Sql;

/// <summary>A piece of work in the writer's queue, and the promise to whoever waits for it.</summary>
internal abstract class WriteWork(bool places)
{
    public bool Places => places;
    public abstract bool Settled { get; }
    public abstract bool WasCancelled();
    public abstract void Run(WriteBatch batch);
    public abstract void Complete();
    public abstract void Fail(Exception exception);
}

internal sealed class WriteWork<T>(Func<WriteBatch, T> work, bool places, CancellationToken ct) : WriteWork(places)
{
    private readonly TaskCompletionSource<T> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _promise.Task;
    public override bool Settled => _promise.Task.IsCompleted;

    public override bool WasCancelled() => ct.IsCancellationRequested && _promise.TrySetCanceled(ct);

    public override void Run(WriteBatch batch) => _result = work(batch);

    public override void Complete() => _promise.TrySetResult(_result!);

    public override void Fail(Exception exception) => _promise.TrySetException(exception);
}
