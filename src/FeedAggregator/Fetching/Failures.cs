using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly.Timeout;

namespace FeedAggregator.Fetching;

/// <summary>Names the class of what went wrong on the wire, and says it in a sentence. Pure.</summary>
internal static class Failures
{
    /// <param name="inBody">The header fields had arrived.</param>
    public static Refusal Of(Exception error, string host, bool inBody)
    {
        if (Find<RefusalException>(error) is { } known)
            return known.Refusal;
        // Before its causes: what breaks when time runs out is only an echo.
        if (Find<TimeoutRejectedException>(error) is { } timeout)
            return Timeout(host, timeout.Timeout);
        if (Find<SocketException>(error) is { } socket)
            return OfSocket(socket.SocketErrorCode, host);
        if (Find<AuthenticationException>(error) is not null)
            return Tls(host);
        if (Find<HttpIOException>(error) is { } io)
            return OfHttp(io.HttpRequestError, host, inBody);
        return error switch
        {
            HttpRequestException http => OfHttp(http.HttpRequestError, host, inBody),
            OperationCanceledException => new Refusal(FailureClass.Timeout, $"{host} did not take a connection in time; it may be down."),
            InvalidDataException => new Refusal(
                FailureClass.Decompression,
                $"The compressed document of {host} is damaged; the publisher must repair it."
            ),
            _ => Broken(host),
        };
    }

    public static Refusal Timeout(string host, TimeSpan after) =>
        new(
            FailureClass.Timeout,
            $"{host} was not done within {after.TotalSeconds:0.#} s; it may be overloaded, or the timeouts too short."
        );

    private static Refusal OfHttp(HttpRequestError error, string host, bool inBody) =>
        error switch
        {
            HttpRequestError.NameResolutionError => new Refusal(FailureClass.Dns, $"The name {host} could not be resolved."),
            HttpRequestError.SecureConnectionError => Tls(host),
            HttpRequestError.ConfigurationLimitExceeded => new Refusal(
                FailureClass.TooLarge,
                $"{host} sent more header fields than MaxHeaderBytes allows."
            ),
            HttpRequestError.ResponseEnded when inBody => new Refusal(
                FailureClass.Truncated,
                $"{host} ended the document before its announced length; the part was not used."
            ),
            HttpRequestError.InvalidResponse when inBody => new Refusal(
                FailureClass.Truncated,
                $"{host} broke the framing of the document; the part was not used."
            ),
            HttpRequestError.InvalidResponse => new Refusal(
                FailureClass.Connection,
                $"{host} answered with something that is not http; check the port."
            ),
            HttpRequestError.ProxyTunnelError => new Refusal(
                FailureClass.Connection,
                $"The proxy did not connect to {host}: it could not, may not, or wants another login; check Polling:Proxy and Polling:ProxyCredentials."
            ),
            _ => Broken(host),
        };

    private static Refusal OfSocket(SocketError error, string host) =>
        error switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => new Refusal(
                FailureClass.Dns,
                $"The name {host} could not be resolved; check its spelling, or this machine's name server."
            ),
            SocketError.TimedOut => new Refusal(FailureClass.Timeout, $"{host} did not take a connection in time; it may be down."),
            SocketError.ConnectionRefused => new Refusal(
                FailureClass.Connection,
                $"{host} refused the connection; nothing listens there, or a firewall is in the way."
            ),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable => new Refusal(
                FailureClass.Connection,
                $"{host} is not reachable from here; check this machine's network."
            ),
            _ => Broken(host),
        };

    private static Refusal Tls(string host) =>
        new(
            FailureClass.Tls,
            $"No secure connection to {host} could be agreed on; the server may not speak TLS there, or only versions this machine refuses."
        );

    private static Refusal Broken(string host) =>
        new(FailureClass.Connection, $"The connection to {host} broke before the answer was complete.") { Broken = true };

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found)
                return found;
        }
        return null;
    }
}
