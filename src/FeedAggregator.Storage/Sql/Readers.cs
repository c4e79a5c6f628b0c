using System.Collections.Concurrent;

namespace FeedAggregator.Storage.Sql;

/// <summary>
/// Connections that read, kept with their prepared statements. The drivers' reads block, so each runs on a thread of the pool and never on the caller's.
/// </summary>
internal sealed class Readers(IDialect dialect, int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly ConcurrentBag<Session> _idle = [];
    private volatile bool _closed;

    /// <summary>Runs reads that must see one state of the database.</summary>
    /// <exception cref="StoreException">The database cannot answer.</exception>
    public async Task<T> RunAsync<T>(Func<Session, T> read, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Run(read, ct), ct);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private T Run<T>(Func<Session, T> read, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        Session? session = null;
        try
        {
            if (!_idle.TryTake(out session))
                session = new Session(dialect.OpenReader(), dialect);
            var answer = Answer(session, read, ct);
            Keep(session);
            return answer;
        }
        catch (Exception exception)
        {
            session?.Dispose();
            ct.ThrowIfCancellationRequested();
            if (dialect.Translate(exception) is { } problem && exception is not StoreException)
                throw problem;
            throw;
        }
    }

    private static T Answer<T>(Session session, Func<Session, T> read, CancellationToken ct)
    {
        using var interruption = ct.Register(() => session.Interrupt());
        session.Run(session.Dialect.BeginRead);
        var answer = read(session);
        session.Run("commit");
        return answer;
    }

    private void Keep(Session session)
    {
        if (_closed)
            session.Dispose();
        else
            _idle.Add(session);
    }
}
