using System.Security.Cryptography;

namespace FeedAggregator.Fetching;

/// <summary>Turns one answer into a result or into the next hop.</summary>
internal sealed class ResponseReader(FetchOptions options, TimeProvider clock)
{
    private readonly BodyReader _bodies = new(options, clock);

    public async Task<Hop> ReadAsync(HttpResponseMessage response, Walk walk, CancellationToken ct)
    {
        walk.Status = (int)response.StatusCode;
        if (walk.Request.Form is not null && !Redirects.KeepsForm(walk.Status))
            return Hop.Done(walk.Status is >= 200 and < 300 ? new FetchResult.Accepted { Facts = walk.Facts() } : Refused(response, walk));
        if (Redirects.IsRedirect(walk.Status))
            return Redirect(response, walk);
        return Hop.Done(
            walk.Status switch
            {
                200 or 203 or 226 => await DocumentAsync(response, walk, ct),
                304 => Unchanged(response, walk),
                _ => Refused(response, walk),
            }
        );
    }

    private Hop Redirect(HttpResponseMessage response, Walk walk)
    {
        var (next, refusal) = Redirects.Follow(walk.Url, Field(response, "Location"), walk.Seen, options.MaxRedirects);
        return refusal is null ? new Hop { Next = next, Permanent = Redirects.IsPermanent(walk.Status) } : Hop.Done(walk.Fail(refusal));
    }

    private async Task<FetchResult> DocumentAsync(HttpResponseMessage response, Walk walk, CancellationToken ct)
    {
        var decompression = new Decompression(options.MaxDocumentBytes, options.MaxCompressionRatio, walk.Host);
        var codings = decompression.Codings(Field(response, "Content-Encoding"));
        var wire = await _bodies.ReadAsync(response.Content, walk, decompression, codings, ct);
        var hash = Convert.ToBase64String(SHA256.HashData(wire.Span));
        var facts = walk.Facts(ValidatorsOf(response), hash, FreshUntil(response));
        if (hash == walk.Request.LastBodyHash)
            return new FetchResult.NotModified(ByHash: true) { Facts = facts, LinkField = Field(response, "Link") };
        return new FetchResult.Document(decompression.Undo(wire, codings))
        {
            Facts = facts,
            ContentType = Field(response, "Content-Type"),
            ContentLocation = Field(response, "Content-Location"),
            ContentLanguage = Field(response, "Content-Language"),
            LinkField = Field(response, "Link"),
            Delta = walk.Status == 226,
        };
    }

    private FetchResult Unchanged(HttpResponseMessage response, Walk walk)
    {
        var sent = walk.Request.Validators;
        if (!walk.SendsValidators || sent == Validators.None)
            return walk.Fail(
                new Refusal(
                    FailureClass.NotAFeed,
                    $"{walk.Host} answered 'not modified' although it was asked for the whole document; the publisher must repair it."
                )
            );
        var given = ValidatorsOf(response);
        var kept = new Validators(given.ETag ?? sent.ETag, given.LastModified ?? sent.LastModified);
        return new FetchResult.NotModified(ByHash: false)
        {
            Facts = walk.Facts(kept, walk.Request.LastBodyHash, FreshUntil(response)),
            LinkField = Field(response, "Link"),
        };
    }

    private FetchResult Refused(HttpResponseMessage response, Walk walk) =>
        walk.Fail(walk.Request.Form is null ? Statuses.Refusal(walk.Status, walk.Host) : Statuses.FormRefusal(walk.Status, walk.Host)) with
        {
            RetryAfter = Freshness.RetryAfter(Field(response, "Retry-After"), clock.GetUtcNow(), options.MaxRetryAfter),
        };

    private DateTimeOffset? FreshUntil(HttpResponseMessage response) => Freshness.Until(name => Field(response, name), clock.GetUtcNow());

    private static Validators ValidatorsOf(HttpResponseMessage response) => new(Field(response, "ETag"), Field(response, "Last-Modified"));

    // As received: the typed header properties parse, and drop what they cannot.
    private static string? Field(HttpResponseMessage response, string name)
    {
        if (
            !response.Headers.NonValidated.TryGetValues(name, out var values)
            && !response.Content.Headers.NonValidated.TryGetValues(name, out values)
        )
            return null;
        return values.Count == 1 ? values.ToString() : string.Join(", ", values);
    }
}
