using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace FeedAggregator.Fetching;

/// <summary>
/// The resilience of one hop: what is left of the total time around at most one retry of a broken connection, around the host's circuit breaker,
/// around the time of one attempt. Remembers the hosts used last, so that a long list of hosts cannot grow without bound.
/// </summary>
internal sealed class HostPipelines(FetchOptions options, TimeProvider clock)
{
    internal const int MaxHosts = 4096;

    /// <summary>After so many failures within <see cref="Sampling"/>, and no success, a host is left alone for <see cref="Break"/>.</summary>
    internal const int FailuresToBreak = 5;
    internal static readonly TimeSpan Sampling = TimeSpan.FromMinutes(10);
    internal static readonly TimeSpan Break = TimeSpan.FromMinutes(5);

    private static readonly ResiliencePropertyKey<Walk> WalkKey = new("walk");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Host, ResiliencePipeline<Hop> Pipeline)>> _byHost = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly LinkedList<(string Host, ResiliencePipeline<Hop> Pipeline)> _byUse = new();

    /// <exception cref="BrokenCircuitException">The host is being left alone.</exception>
    /// <exception cref="TimeoutRejectedException">Out of time.</exception>
    public async Task<Hop> RunAsync(Walk walk, Func<CancellationToken, Task<Hop>> attempt, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        try
        {
            context.Properties.Set(WalkKey, walk);
            // What a person asked for goes around the breaker.
            var pipeline = walk.Request.Forced ? Build(withBreaker: false) : For(walk.Host);
            return await pipeline.ExecuteAsync(static async (c, work) => await work(c.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    internal int Count
    {
        get
        {
            lock (_gate)
                return _byHost.Count;
        }
    }

    internal ResiliencePipeline<Hop> For(string host)
    {
        lock (_gate)
        {
            if (_byHost.TryGetValue(host, out var node))
                _byUse.Remove(node);
            else
                node = _byHost[host] = new((host, Build(withBreaker: true)));
            _byUse.AddFirst(node);
            if (_byUse.Count > MaxHosts)
            {
                _byHost.Remove(_byUse.Last!.Value.Host);
                _byUse.RemoveLast();
            }
            return node.Value.Pipeline;
        }
    }

    private ResiliencePipeline<Hop> Build(bool withBreaker)
    {
        var builder = new ResiliencePipelineBuilder<Hop> { TimeProvider = clock };
        builder.AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = static a => ValueTask.FromResult(WalkOf(a.Context).Remaining) });
        builder.AddRetry(Retry());
        if (withBreaker)
            builder.AddCircuitBreaker(Breaker());
        return builder.AddTimeout(options.AttemptTimeout).Build();
    }

    private RetryStrategyOptions<Hop> Retry() =>
        new()
        {
            MaxRetryAttempts = 1,
            BackoffType = DelayBackoffType.Constant,
            Delay = options.MinHostGap,
            ShouldHandle = static a => ValueTask.FromResult(a.Outcome.Result is { Broken: true } && !WalkOf(a.Context).Retried),
            OnRetry = static a =>
            {
                WalkOf(a.Context).Retried = true;
                return default;
            },
        };

    private static CircuitBreakerStrategyOptions<Hop> Breaker() =>
        new()
        {
            FailureRatio = 1,
            MinimumThroughput = FailuresToBreak,
            SamplingDuration = Sampling,
            BreakDuration = Break,
            ShouldHandle = static a =>
                ValueTask.FromResult(a.Outcome.Exception is TimeoutRejectedException || a.Outcome.Result is { HostFailed: true }),
        };

    private static Walk WalkOf(ResilienceContext context) => context.Properties.GetValue(WalkKey, null!);
}
