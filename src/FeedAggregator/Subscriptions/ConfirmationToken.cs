using System.Buffers.Text;
using System.Security.Cryptography;

namespace FeedAggregator.Subscriptions;

/// <summary>What a reader must bring back to prove that the mailbox is theirs. Only its hash is stored: who reads the database cannot confirm for others.</summary>
public static class ConfirmationToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(48);
    private const int Bytes = 24;

    public static (string Token, string Hash) New(RandomNumberGenerator chance)
    {
        var bytes = new byte[Bytes];
        chance.GetBytes(bytes);
        return (Base64Url.EncodeToString(bytes), HashOf(bytes));
    }

    /// <summary>Null for a text that cannot be a token.</summary>
    public static string? HashOf(string? token)
    {
        var bytes = new byte[Bytes];
        return
            token is not null
            && Base64Url.IsValid(token, out var length)
            && length == Bytes
            && Base64Url.TryDecodeFromChars(token, bytes, out _)
            ? HashOf(bytes)
            : null;
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
