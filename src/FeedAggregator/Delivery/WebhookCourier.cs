using System.Net;
using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>Posts to webhooks. The answer's body is of no interest and is not read: it may be as long as it likes.</summary>
/// <param name="client">With a handler that dials no private address and follows no redirect.</param>
public sealed class WebhookCourier(HttpClient client, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Tries once. An expected failure is part of the answer.</summary>
    public async Task<Attempt> SendAsync(WebhookMessage message, HandOver handOver, CancellationToken ct)
    {
        if (!await handOver(ct))
            return new Attempt.Overtaken();
        using var limit = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = Request(message);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return Judge(answer);
        }
        catch (HttpRequestException failed)
        {
            return
                failed.HttpRequestError
                    is HttpRequestError.NameResolutionError
                        or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError
                ? new Attempt.Deferred($"{message.Url.Host} cannot be reached: {failed.Message}")
                : new Attempt.Unknown($"{message.Url.Host} broke off: {failed.Message}");
        }
        catch (OperationCanceledException)
        {
            return new Attempt.Unknown($"{message.Url.Host} did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    private HttpRequestMessage Request(WebhookMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url)
        {
            Content = new StringContent(message.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd("FeedAggregator");
        foreach (var (name, value) in message.Headers(clock.GetUtcNow()))
            request.Headers.Add(name, value);
        return request;
    }

    private Attempt Judge(HttpResponseMessage answer)
    {
        var text = $"{(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd();
        return (int)answer.StatusCode switch
        {
            >= 200 and < 300 => new Attempt.Accepted(text),
            408 or 425 or 429 or >= 500 => new Attempt.Deferred(text, Asked(answer)),
            >= 300 and < 400 => new Attempt.Refused($"{text}: redirects of webhooks are not followed; subscribe the new address"),
            _ => new Attempt.Refused(text),
        };
    }

    private TimeSpan? Asked(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is not { } retry
            ? null
            : retry.Delta ?? (retry.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null);
}
