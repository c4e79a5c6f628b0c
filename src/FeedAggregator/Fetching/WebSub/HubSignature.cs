using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Fetching.WebSub;

/// <summary>Checks <c>X-Hub-Signature: method=hex</c> (W3C WebSub §7.1). Pure.</summary>
internal static class HubSignature
{
    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "Old hubs sign with HMAC-SHA-1 only; as a MAC it is not broken (RFC 6194 §3.3)."
    )]
    public static bool Fits(string? header, string secret, ReadOnlySpan<byte> body)
    {
        var parts = (header ?? "").Split('=', 2);
        if (parts.Length != 2 || secret.Length == 0)
            return false;
        var key = Encoding.UTF8.GetBytes(secret);
        var expected = parts[0].Trim().ToLowerInvariant() switch
        {
            "sha1" => HMACSHA1.HashData(key, body),
            "sha256" => HMACSHA256.HashData(key, body),
            "sha384" => HMACSHA384.HashData(key, body),
            "sha512" => HMACSHA512.HashData(key, body),
            _ => null,
        };
        return expected is not null && CryptographicOperations.FixedTimeEquals(expected, FromHex(parts[1].Trim()));
    }

    private static byte[] FromHex(string hex)
    {
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
