using FeedAggregator.Fetching;
using FeedAggregator.Fetching.WebSub;
using FeedAggregator.Pushing;
using FeedAggregator.Service.Jobs;
using Microsoft.AspNetCore.Http.Features;

namespace FeedAggregator.Service.Api;

/// <summary>Where hubs call (W3C WebSub §5.3, §7). Whoever does not know an id learns nothing here; the ids are logged nowhere.</summary>
internal static class HubEndpoints
{
    private const string RetryAfterSeconds = "60";

    public static void Map(WebApplication app)
    {
        app.MapGet(HubCallbacks.Path + "{id}", VerifyAsync).ExcludeFromDescription();
        app.MapPost(HubCallbacks.Path + "{id}", PushAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> VerifyAsync(string id, HttpRequest request, AnswerHub answer, PollDrain drain, CancellationToken ct)
    {
        var question = HubQuestion.Read(name => request.Query[name] is [{ } only] ? only : null);
        return await answer.RunAsync(id, question, drain.Stopping, ct) is { } text ? Results.Text(text, "text/plain") : Results.NotFound();
    }

    private static async Task<IResult> PushAsync(
        string id,
        HttpContext context,
        TakePush take,
        PushBodies bodies,
        PollDrain drain,
        CancellationToken ct
    )
    {
        if (await take.ExpectAsync(id, ct) is not { } hub)
            return Results.StatusCode(StatusCodes.Status410Gone);
        if (context.Request.Headers.ContentEncoding is [{ Length: > 0 }, ..])
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (!take.Admits(hub))
            return Later(context, StatusCodes.Status429TooManyRequests);
        using var place = bodies.TryEnter(id);
        if (place is null)
            return Later(context, StatusCodes.Status503ServiceUnavailable);
        if (await bodies.ReadAsync(context, ct) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        // From here on it no longer matters whether the hub waits for the answer.
        var verdict = await take.RunAsync(hub, PushOf(context.Request, body), drain.Stopping);
        return verdict == PushVerdict.Busy ? Later(context, StatusCodes.Status503ServiceUnavailable) : Results.NoContent();
    }

    private static Push PushOf(HttpRequest request, ReadOnlyMemory<byte> body) =>
        new(body, request.Headers["X-Hub-Signature"] is [{ } only] ? only : null)
        {
            ContentType = request.ContentType,
            ContentLanguage = request.Headers.ContentLanguage,
        };

    private static IResult Later(HttpContext context, int status)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.StatusCode(status);
    }
}

/// <summary>Reads what hubs send within the limits that hold for everything fetched, a few at a time.</summary>
internal sealed class PushBodies(FetchOptions limits, TimeProvider clock)
{
    private const int AtOnce = 8;

    /// <summary>One is applied while the next is read: more of one feed would only wait, and take the places of the others' pushes.</summary>
    private const int OfOneFeed = 2;

    private readonly Lock _gate = new();
    private readonly List<string> _inside = new(AtOnce);

    /// <param name="id">Of the callback.</param>
    /// <returns>To be disposed when the push was handled; null when all places are taken, or the feed's share of them.</returns>
    public IDisposable? TryEnter(string id)
    {
        lock (_gate)
        {
            if (_inside.Count == AtOnce || _inside.Count(x => x == id) == OfOneFeed)
                return null;
            _inside.Add(id);
        }
        return new Place(this, id);
    }

    /// <returns>Null when it is larger than <see cref="FetchOptions.MaxDocumentBytes"/>, or not there within <see cref="FetchOptions.TotalTimeout"/>.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, CancellationToken ct)
    {
        if (context.Request.ContentLength > limits.MaxDocumentBytes)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = limits.MaxDocumentBytes;
        using var time = new CancellationTokenSource(limits.TotalTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, time.Token);
        var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        try
        {
            while (await context.Request.Body.ReadAsync(piece, both.Token) is var read and > 0)
            {
                body.Write(piece, 0, read);
                if (body.Length > limits.MaxDocumentBytes)
                    return null;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private void Leave(string id)
    {
        lock (_gate)
            _inside.Remove(id);
    }

    private sealed class Place(PushBodies bodies, string id) : IDisposable
    {
        public void Dispose() => bodies.Leave(id);
    }
}
