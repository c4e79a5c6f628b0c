using System.Net;
using System.Text;
using FeedAggregator.Fetching.Politeness;
using Polly.CircuitBreaker;

namespace FeedAggregator.Fetching;

/// <summary>
/// Fetches one document at a time, politely and within bounds: see <see cref="FetchOptions"/>. Safe for use by many callers at once; one for the whole process,
/// because manners towards a host are kept here. Callers need no bound of their own: what may not start yet waits here and costs nothing.
/// </summary>
public sealed class FeedFetcher : IDisposable
{
    private readonly FetchOptions _options;
    private readonly TimeProvider _clock;
    private readonly GuardedDialer _dialer;
    private readonly ResponseReader _responses;
    private readonly HostPipelines _pipelines;
    private readonly Governor _governor;
    private readonly ProxyRoute _proxy;
    private readonly HttpMessageInvoker _http;

    /// <exception cref="ArgumentException">The options are wrong; the message holds all of <see cref="FetchOptions.Problems"/>.</exception>
    public FeedFetcher(FetchOptions options, TimeProvider clock)
        : this(options, clock, Network.Real) { }

    internal FeedFetcher(FetchOptions options, TimeProvider clock, Network network)
    {
        if (string.Join(" ", options.Problems()) is { Length: > 0 } problems)
            throw new ArgumentException(problems, nameof(options));
        _options = options;
        _clock = clock;
        _proxy = new ProxyRoute(options);
        _dialer = new GuardedDialer(options, new AddressGuard(options), network, clock);
        _responses = new ResponseReader(options, clock);
        _pipelines = new HostPipelines(options, clock);
        _governor = new Governor(options, clock);
        _http = new HttpMessageInvoker(Handler(options, _proxy, _dialer, network));
    }

    /// <summary>Visits to hosts under way now, slow ones included.</summary>
    public int InFlight => _governor.InFlight;

    /// <summary>Makes the exchange. Every failure that a stranger's server, or the way to it, can cause is a <see cref="FetchResult.Failed"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken ct)
    {
        if (UrlRules.Check(request.Url) is { } bad)
            return new FetchResult.Failed(bad.Class, bad.Text) { Facts = new FetchFacts { FinalUrl = request.Url } };
        var walk = new Walk(request, _options, _clock);
        try
        {
            return await WalkAsync(walk, ct);
        }
        catch (BrokenCircuitException e)
        {
            var why =
                $"{walk.Host} failed {HostPipelines.FailuresToBreak} times in a row and is left alone for a while; nothing was asked.";
            return Deferred(walk, FailureClass.Connection, why, _clock.GetUtcNow() + (e.RetryAfter ?? HostPipelines.Break));
        }
        catch (PutOffException e)
        {
            var why = e.PutOff.WantsQuiet
                ? $"asked to be left alone until {e.PutOff.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
                : "cannot be asked yet: more feeds are waiting than can be polled politely";
            return Deferred(walk, FailureClass.RateLimited, $"{walk.Host} {why}; nothing was asked.", e.PutOff.Until);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return walk.Fail(Failures.Of(e, walk.Host, inBody: false));
        }
    }

    /// <summary>The host is left alone until then, at most <see cref="FetchOptions.MaxRetryAfter"/> from now, as after a <c>Retry-After</c> of its own.</summary>
    public void KeepQuiet(string host, DateTimeOffset until)
    {
        var longest = _clock.GetUtcNow() + _options.MaxRetryAfter;
        _governor.KeepQuiet(host, until < longest ? until : longest);
    }

    public void Dispose()
    {
        _http.Dispose();
        _governor.Dispose();
    }

    private async Task<FetchResult> WalkAsync(Walk walk, CancellationToken ct)
    {
        Visit? visit = null;
        try
        {
            while (true)
            {
                visit = await VisitAsync(visit, walk, [], ct);
                var addresses = await TimedAsync(walk, () => ResolveAsync(walk, ct));
                visit = await VisitAsync(visit, walk, addresses, ct);
                if (!await HasRoomAsync(visit, walk, ct))
                {
                    visit = null;
                    continue;
                }
                visit.Asked = true;
                var hop = await TimedAsync(walk, () => _pipelines.RunAsync(walk, token => ExchangeAsync(walk, addresses, token), ct));
                if (hop.Result is { } result)
                    return Obey(walk, result);
                walk.Go(hop.Next!, hop.Permanent);
            }
        }
        finally
        {
            visit?.Dispose();
        }
    }

    /// <summary>Goes on under the visit so far if the next host and address are free, else leaves it and waits without holding up anybody.</summary>
    /// <exception cref="PutOffException">Not within a bearable time.</exception>
    private async Task<Visit> VisitAsync(Visit? visit, Walk walk, IReadOnlyList<IPAddress> addresses, CancellationToken ct)
    {
        var keys = Keys(walk.Host, addresses);
        if (visit is not null && _governor.TryExtend(visit, walk.Host, keys, walk.Request.Forced))
            return visit;
        visit?.Dispose();
        return await _governor.EnterAsync(walk.Host, keys, walk.Request.Url.AbsoluteUri, walk.Request.Forced, ct) switch
        {
            Entrance.Granted granted => granted.Visit,
            Entrance.PutOff putOff => throw new PutOffException(putOff),
            var other => throw new InvalidOperationException($"No such entrance: {other.GetType()}."),
        };
    }

    /// <returns>False when the visit was given up to wait: there is room now, but is this a polite moment?</returns>
    private async Task<bool> HasRoomAsync(Visit visit, Walk walk, CancellationToken ct)
    {
        using var patience = walk.Request.LeavesToWait ? new CancellationTokenSource(_options.MaxPoliteWait, _clock) : null;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience?.Token ?? CancellationToken.None);
        if (walk.Request.Room?.Invoke(both.Token) is not { IsCompletedSuccessfully: false } room)
            return true;
        if (!walk.Request.LeavesToWait)
        {
            // Nobody is asked anything meanwhile, so the visit is not slow, and keeps its place: when no room is left, no further visits start.
            visit.Unwatch();
            await room;
            visit.Watch(_clock, _options.SlowAfter);
            return true;
        }
        visit.Dispose();
        try
        {
            await room;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new PutOffException(new Entrance.PutOff(_clock.GetUtcNow() + _options.MaxPoliteWait, WantsQuiet: false));
        }
        return false;
    }

    // The first address is the one that is dialled. No gap means no manners: the publisher is our own.
    private string[] Keys(string host, IReadOnlyList<IPAddress> addresses) =>
        _options.MinHostGap == TimeSpan.Zero ? []
        : addresses.Count == 0 ? [host]
        : [host, addresses[0].ToString()];

    private FetchResult Obey(Walk walk, FetchResult result)
    {
        if (result is FetchResult.Failed { RetryAfter: { } until } && Statuses.AsksForQuiet(result.Facts.Status))
            _governor.KeepQuiet(walk.Host, until);
        return result;
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(Walk walk, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(walk.Remaining, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var addresses = _proxy.IsProxied(walk.Url)
                ? await _dialer.CheckForProxyAsync(walk.Url, walk.FromOutside, both.Token)
                : await _dialer.ResolveAsync(walk.Url, walk.FromOutside, both.Token);
            if (walk.IsFirstHop)
                walk.FromOutside |= _dialer.IsOutside(walk.Host, addresses);
            return addresses;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new RefusalException(FailureClass.Dns, $"No name server told the address of {walk.Host} in time.");
        }
    }

    private async Task<Hop> ExchangeAsync(Walk walk, IReadOnlyList<IPAddress> addresses, CancellationToken ct)
    {
        walk.Status = 0;
        try
        {
            using var message = RequestMessage.Write(walk, _options, _proxy.IsProxied(walk.Url) ? null : addresses);
            using var response = await _http.SendAsync(message, ct);
            return await _responses.ReadAsync(response, walk, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var refusal = Failures.Of(e, walk.Host, inBody: walk.Status != 0);
            return Hop.Done(walk.Fail(refusal)) with { Broken = refusal.Broken };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A cancelled exchange surfaces as whatever broke first; the pipeline wants to know that it was the time.
            throw new OperationCanceledException(e.Message, e, ct);
        }
    }

    private async Task<T> TimedAsync<T>(Walk walk, Func<Task<T>> work)
    {
        if (walk.Remaining <= TimeSpan.Zero)
            throw new RefusalException(Failures.Timeout(walk.Host, _options.TotalTimeout));
        var started = _clock.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            walk.Spend(_clock.GetElapsedTime(started));
        }
    }

    private static FetchResult.Failed Deferred(Walk walk, FailureClass failure, string why, DateTimeOffset until) =>
        walk.Fail(new Refusal(failure, why)) with
        {
            Deferred = true,
            RetryAfter = until,
        };

    private static SocketsHttpHandler Handler(FetchOptions options, ProxyRoute proxy, GuardedDialer dialer, Network network) =>
        new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectCallback = dialer.ConnectAsync,
            ConnectTimeout = options.ConnectTimeout + options.ConnectTimeout,
            SslOptions = CertificateCheck.Options(network.TrustedIssuers),
            MaxResponseHeadersLength = options.MaxHeaderBytes / 1024,
            // What is not wanted is not read: an answer that has more than this left costs its connection.
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = 4,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseProxy = options.Proxy is not null,
            Proxy = options.Proxy is null ? null : proxy,
        };

    private sealed class PutOffException(Entrance.PutOff putOff) : Exception
    {
        public Entrance.PutOff PutOff => putOff;
    }
}
