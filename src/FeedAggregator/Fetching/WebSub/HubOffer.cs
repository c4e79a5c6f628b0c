namespace FeedAggregator.Fetching.WebSub;

/// <summary>A publisher's offer to push instead of being polled (W3C WebSub §4): its hub, and the address the hub knows the feed by.</summary>
public sealed record HubOffer(Uri Hub, Uri Topic)
{
    /// <summary>Looks for <c>rel="hub"</c> and <c>rel="self"</c>: first among the <c>Link</c> header fields (RFC 8288), then among the document's own links.</summary>
    /// <param name="linkHeader">All <c>Link</c> fields joined by commas, or null.</param>
    /// <param name="documentLinks">The links the document names, with their relation.</param>
    /// <param name="address">Where the document came from: the base of relative addresses.</param>
    /// <returns>Null unless both are http or https addresses.</returns>
    public static HubOffer? Find(string? linkHeader, IEnumerable<(string Href, string? Rel)> documentLinks, Uri address)
    {
        var links = LinkField.Parse(linkHeader).Concat(documentLinks).ToList();
        return First(links, "hub", address) is { } hub && First(links, "self", address) is { } topic ? new HubOffer(hub, topic) : null;
    }

    /// <summary>
    /// The hub is no less protected than the feed itself: over plain http the secret could be overheard, and with it items forged that the feed's own https keeps out.
    /// </summary>
    /// <param name="address">Where the document came from.</param>
    public bool IsAsSafeAs(Uri address) => Hub.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    private static Uri? First(IEnumerable<(string Href, string? Rel)> links, string relation, Uri address)
    {
        foreach (var (href, rel) in links)
        {
            var relations = (rel ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!relations.Contains(relation, StringComparer.OrdinalIgnoreCase) || !Uri.TryCreate(address, href, out var target))
                continue;
            if (UrlRules.Check(target) is null)
                return UrlRules.Bare(target);
        }
        return null;
    }
}
