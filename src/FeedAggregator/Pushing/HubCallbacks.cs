using System.Security.Cryptography;
using FeedAggregator.Fetching;
using FeedAggregator.Fetching.WebSub;

namespace FeedAggregator.Pushing;

/// <summary>Where hubs call us (W3C WebSub §5.1.2): one address for each subscription, below the public address of the service.</summary>
/// <param name="publicUrl">Pushes are taken only where this is https: what a hub sends may be news the publisher shows to nobody else yet.</param>
/// <param name="chance">Makes what nobody can guess.</param>
public sealed class HubCallbacks(Uri? publicUrl, RandomNumberGenerator chance)
{
    /// <summary>The path of a callback, without its id.</summary>
    public const string Path = "/hubs/";
    private const int SecretBytes = 16;

    private readonly string? _start = publicUrl is { } url && url.Scheme == Uri.UriSchemeHttps ? url.AbsoluteUri.TrimEnd('/') + Path : null;

    /// <summary>We can be called.</summary>
    public bool AreOn => _start is not null;

    /// <summary>A call to this address reaches us, as far as the settings tell.</summary>
    public bool AreAt(Uri callback) => _start is not null && callback.AbsoluteUri.StartsWith(_start, StringComparison.Ordinal);

    /// <summary>A subscription to ask the hub for, with a callback and a secret of its own.</summary>
    /// <param name="found">Of the document that holds the offer.</param>
    /// <exception cref="InvalidOperationException">We cannot be called.</exception>
    public HubSubscription Subscribe(HubOffer offer, FetchFacts found, DateTimeOffset now) =>
        new()
        {
            Offer = offer,
            FromOutside = found.FromOutside,
            Callback = new Uri((_start ?? throw new InvalidOperationException("There is no public https address.")) + Unguessable()),
            Secret = Unguessable(),
            DueAt = now,
        };

    private string Unguessable()
    {
        var bytes = new byte[SecretBytes];
        chance.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
