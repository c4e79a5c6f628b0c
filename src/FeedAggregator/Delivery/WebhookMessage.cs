using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>One signed post to a webhook, as standardwebhooks.com describes it: receivers can check it with any of that standard's libraries.</summary>
/// <param name="Id">The same for every attempt: the receiver can tell a repetition.</param>
/// <param name="Body">JSON.</param>
/// <param name="Secret"><c>whsec_</c> and the key in base64.</param>
public sealed record WebhookMessage(string Id, Uri Url, string Body, string Secret)
{
    private const string Prefix = "whsec_";

    /// <summary>The three headers that prove where the post comes from and when it was made.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers(DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return [("webhook-id", Id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{Sign(timestamp)}")];
    }

    private string Sign(string timestamp) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(Secret[Prefix.Length..]), Encoding.UTF8.GetBytes($"{Id}.{timestamp}.{Body}"))
        );
}
