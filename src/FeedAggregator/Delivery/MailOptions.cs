using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Delivery;

public enum MailSecurity
{
    /// <summary>As the port says: implicit TLS on 465, else STARTTLS, else, to a server on this machine only, none.</summary>
    Auto,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>Plain at first, then TLS, or nothing is sent (RFC 3207).</summary>
    StartTls,

    /// <summary>No TLS; only to a server on this machine.</summary>
    None,
}

/// <summary>The section <c>Mail</c>: the server that takes our mail, and how we write. Without <see cref="Host"/> no mail is sent and nobody can subscribe by mail.</summary>
public sealed record MailOptions
{
    private const int LeastSecret = 16;

    public string? Host { get; init; }

    /// <summary>0 means the usual one: 465 with <see cref="MailSecurity.Tls"/>, else 587; 25 on this machine.</summary>
    public int Port { get; init; }
    public MailSecurity Security { get; init; } = MailSecurity.Auto;

    /// <summary>Null: the server lets us in without.</summary>
    public string? User { get; init; }

    /// <summary>A reference: <c>env:NAME</c> or <c>file:PATH</c>.</summary>
    public string? Password { get; init; }

    /// <summary>A PEM file with the authorities that may sign the server's certificate, instead of those the machine trusts; null: these.</summary>
    public string? CaFile { get; init; }

    /// <summary>Readers may have other letters than ASCII before the @. Only for a server that offers SMTPUTF8 (RFC 6531).</summary>
    public bool Utf8Mailboxes { get; init; }

    /// <summary>The mailbox our mail comes from, such as <c>digest@news.example</c>.</summary>
    public string From { get; init; } = "";

    /// <summary>The name beside it; empty means the name of the site.</summary>
    public string FromName { get; init; } = "";

    /// <summary>Where answers go; null to <see cref="From"/>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Where bounces go, the envelope's sender; null to <see cref="From"/>.</summary>
    public string? BouncesTo { get; init; }

    /// <summary>A folder of mails (each file one mail, or a Maildir) in which bounces are looked for; null: nowhere. What is read is moved to its folder <c>done</c>.</summary>
    public string? BounceFolder { get; init; }

    /// <summary>A reference as <see cref="Password"/>: with this secret programs may report bounces and complaints to <c>/bounces</c>; null: nobody may.</summary>
    public string? BounceSecret { get; init; }

    /// <summary>For one command to be answered, 1 s to 10 min. RFC 5321 §4.5.3.2 asks for 5 minutes; the end of the message gets twice as long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>At once to the server. 1 to 50.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>To mailboxes of one domain. 1 to 100,000.</summary>
    public int MaxPerDomainAndMinute { get; init; } = 600;

    /// <summary>When the server broke off after it had the whole message. See <see cref="DoubtPolicy"/>.</summary>
    public DoubtPolicy WhenInDoubt { get; init; } = DoubtPolicy.SendAgain;

    /// <summary>Sign-ups a day that are answered by mail. 1 to 100.</summary>
    public int SignUpsPerMailbox { get; init; } = 3;

    /// <summary>Sign-ups an hour from one network. 1 to 100,000.</summary>
    public int SignUpsPerNetwork { get; init; } = 20;

    public bool IsOn => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The server is on this machine: nobody can listen in between.</summary>
    public bool IsLocal =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public int EffectivePort =>
        Port > 0 ? Port
        : Security == MailSecurity.Tls ? 465
        : IsLocal ? 25
        : 587;

    /// <summary>Never <see cref="MailSecurity.Auto"/>.</summary>
    public MailSecurity EffectiveSecurity =>
        Security != MailSecurity.Auto ? Security
        : EffectivePort == 465 ? MailSecurity.Tls
        : IsLocal ? MailSecurity.None
        : MailSecurity.StartTls;

    /// <summary>In a time that does not depend on how much of it is right.</summary>
    public bool IsBounceSecret(string given) =>
        BounceSecret is { } reference
        && Secret.Read(reference).Value is { } secret
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(secret))
        );

    /// <summary>Everything that is wrong, as "Key: sentence".</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsOn)
            yield break;
        if (!IsMailbox(From))
            yield return $"From: \"{From}\" must be a mailbox such as digest@news.example";
        if (ReplyTo is { } reply && !IsMailbox(reply))
            yield return $"ReplyTo: \"{reply}\" must be a mailbox such as editor@news.example";
        if (BouncesTo is { } bounces && !IsMailbox(bounces))
            yield return $"BouncesTo: \"{bounces}\" must be a mailbox such as bounces@news.example";
        if (Port is < 0 or > 65535)
            yield return $"Port: {Port} must be 1 to 65535, or 0 for the usual one";
        if (Security == MailSecurity.None && !IsLocal)
            yield return $"Security: \"none\" is only for a server on this machine; {Host} is not, so use tls or starttls";
        if (User is not null && Password is null)
            yield return "Password: a user needs one; write env:NAME or file:PATH";
        if (Password is { } password && Secret.Read(password).Problem is { } problem)
            yield return $"Password: {problem}";
        if (BounceSecret is { } secret && SecretProblem(secret) is { } weak)
            yield return $"BounceSecret: {weak}";
        if (MailTrust.Read(CaFile).Problem is { } unusable)
            yield return $"CaFile: {unusable}";
        foreach (var (name, value, least, most) in Ranges())
        {
            if (value < least || value > most)
                yield return $"{name}: must be {least} to {most}";
        }
    }

    /// <summary>Whoever guesses it can keep mail from readers.</summary>
    private static string? SecretProblem(string reference) =>
        Secret.Read(reference) is { Value: { } value, Problem: null }
            ? value.Length >= LeastSecret
                ? null
                : $"it has {value.Length} characters; use {LeastSecret} or more, such as from openssl rand -hex 16"
            : Secret.Read(reference).Problem;

    private IEnumerable<(string Name, double Value, double Least, double Most)> Ranges() =>
        [
            ("Timeout", Timeout.TotalSeconds, 1, 600),
            ("Connections", Connections, 1, 50),
            ("MaxPerDomainAndMinute", MaxPerDomainAndMinute, 1, 100_000),
            ("SignUpsPerMailbox", SignUpsPerMailbox, 1, 100),
            ("SignUpsPerNetwork", SignUpsPerNetwork, 1, 100_000),
        ];

    private static bool IsMailbox(string text) =>
        text.Length <= 254
        && text.Count(c => c == '@') == 1
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at < text.Length - 1
        && text.All(c => c is > ' ' and < '\x7f' and not ('<' or '>' or '"' or ',' or ';' or ':' or '\\'));
}
