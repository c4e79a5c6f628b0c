using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FeedAggregator.Subscriptions;

/// <summary>
/// A mailbox that mail can be sent to: <c>local@domain</c> as RFC 5321 §4.1.2 and RFC 6531 §3.3 write it, without quoted local parts, comments and address literals,
/// which no reader has. The local part is in NFC, the domain in ASCII (IDNA) and lower case. Nothing in it can end a line or an angle bracket.
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

    /// <param name="problem">What is wrong with it, where the answer is null.</param>
    /// <param name="utf8">Our mail server takes other letters than ASCII before the @ (RFC 6531).</param>
    public static Mailbox? Parse(string? typed, out WishFault problem, bool utf8 = false)
    {
        var text = (typed ?? "").Trim();
        problem = WishFault.MailboxMalformed;
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1)
            return null;
        var (local, domain) = (Composed(text[..at]), IdnaDomain(text[(at + 1)..]));
        if (local is null)
            return null;
        if (!utf8 && !Ascii.IsValid(local))
        {
            problem = WishFault.MailboxLetters;
            return null;
        }
        var octets = Encoding.UTF8.GetByteCount(local);
        if (octets > MaxLocalLength || !LocalPart().IsMatch(local))
            return null;
        if (domain is null || octets + 1 + domain.Length > MaxLength || !DomainName().IsMatch(domain))
        {
            problem = WishFault.MailboxDomain;
            return null;
        }
        return new Mailbox(local, domain);
    }

    /// <summary>What looks the same is the same (RFC 6532 §3.1); null for half a surrogate pair, which is no text.</summary>
    private static string? Composed(string local)
    {
        try
        {
            return local.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? IdnaDomain(string domain)
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

    /// <summary>Beyond ASCII only letters, marks and digits: RFC 6531 lets any character in, but nobody's address has signs that cannot be seen.</summary>
    [GeneratedRegex(
        @"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~\p{L}\p{M}\p{Nd}-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\p{L}\p{M}\p{Nd}-]+)*\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex LocalPart();

    /// <summary>At least two labels, and a last one that is no number: an address is not a name.</summary>
    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DomainName();
}
