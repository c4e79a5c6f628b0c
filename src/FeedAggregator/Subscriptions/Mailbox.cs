using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedAggregator.Subscriptions;

/// <summary>
/// A mailbox that mail can be sent to: <c>local@domain</c> as RFC 5321 §4.1.2 writes it, without quoted local parts, comments and address literals, which no
/// reader has. The domain is in ASCII (IDNA) and lower case. Nothing in it can end a line or an angle bracket.
/// </summary>
public sealed partial record Mailbox
{
    /// <summary>RFC 5321 §4.5.3.1: a path has at most 256 octets with its brackets, a local part 64.</summary>
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    private Mailbox(string local, string domain) => (Local, Domain) = (local, domain);

    public string Local { get; }
    public string Domain { get; }

    public override string ToString() => $"{Local}@{Domain}";

    /// <param name="problem">What the reader can do about it, where the answer is null.</param>
    public static Mailbox? Parse(string? typed, out string problem)
    {
        var text = (typed ?? "").Trim();
        problem = "Write an address such as reader@example.org.";
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1)
            return null;
        var (local, domain) = (text[..at], Ascii(text[(at + 1)..]));
        if (local.Any(c => c > '\x7f'))
        {
            problem = "Addresses with letters other than a to z before the @ cannot be reached yet.";
            return null;
        }
        if (local.Length > MaxLocalLength || !LocalPart().IsMatch(local))
            return null;
        if (domain is null || local.Length + 1 + domain.Length > MaxLength || !DomainName().IsMatch(domain))
        {
            problem = "The part after the @ is no domain; write one such as example.org.";
            return null;
        }
        problem = "";
        return new Mailbox(local, domain);
    }

    private static string? Ascii(string domain)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }
                .GetAscii(domain.TrimEnd('.'))
                .ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LocalPart();

    /// <summary>At least two labels, and a last one that is no number: an address is not a name.</summary>
    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DomainName();
}
