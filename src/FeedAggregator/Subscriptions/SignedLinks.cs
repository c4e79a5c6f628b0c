using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Subscriptions;

public enum LinkPurpose
{
    /// <summary>Ends one subscription, and nothing else: such a link is in the head of every mail, and mails are passed on.</summary>
    Unsubscribe,

    /// <summary>Shows and changes all subscriptions of the mailbox.</summary>
    Manage,

    /// <summary>In the Message-ID of our mail: whoever sends it back had it.</summary>
    Bounce,

    /// <summary>Of the service itself, for id 0: who can read the database may change it through the service that runs on it.</summary>
    Admin,
}

/// <summary>
/// Links that prove themselves: the id of a subscription and an HMAC-SHA-256 over it and the purpose (RFC 2104), cut to 160 bits. Nothing is stored for them, and
/// they do not expire: a reader must be able to leave by a mail of last year.
/// </summary>
/// <param name="key">32 random bytes, the same on every node.</param>
public sealed class SignedLinks(byte[] key)
{
    /// <summary>Under which the store keeps the key.</summary>
    public const string KeyName = "links";
    public const int KeyBytes = 32;
    private const int MacBytes = 20;

    public string Token(LinkPurpose purpose, long subscription) =>
        string.Create(CultureInfo.InvariantCulture, $"{subscription}-{Base64Url.EncodeToString(Mac($"{purpose}:{subscription}"))}");

    /// <returns>The subscription; null for a token that was not made by <see cref="Token"/> for this purpose.</returns>
    public long? Read(LinkPurpose purpose, string? token)
    {
        if (token is not { Length: <= 80 } || token.IndexOf('-', StringComparison.Ordinal) is not (> 0 and var dash))
            return null;
        if (!long.TryParse(token.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var subscription))
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token(purpose, subscription)))
            ? subscription
            : null;
    }

    /// <summary>With which a webhook's posts are signed (<c>whsec_</c> and base64, as standardwebhooks.com writes it); its owner gets to know it.</summary>
    public string WebhookSecret(long subscription) =>
        string.Create(CultureInfo.InvariantCulture, $"whsec_{Convert.ToBase64String(Mac($"Webhook:{subscription}"))}");

    private byte[] Mac(FormattableString what) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(FormattableString.Invariant(what)))[..MacBytes];
}
