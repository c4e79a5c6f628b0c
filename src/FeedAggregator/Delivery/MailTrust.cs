using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FeedAggregator.Delivery;

/// <summary>Whether a mail server's certificate is good for the name we asked for (RFC 8314 §5.2.1, RFC 6125), and why not. For one handshake.</summary>
/// <param name="authorities">Who may have signed it; empty: whom the machine trusts.</param>
internal sealed class MailTrust(string host, X509Certificate2Collection authorities)
{
    /// <summary>What is wrong, for an admin; null as long as nothing is.</summary>
    public string? Problem { get; private set; }

    public SslClientAuthenticationOptions Handshake()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = Judge };
        if (authorities.Count == 0)
            return options;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        return options;
    }

    /// <returns>The certificates of a PEM file, or what is wrong with it.</returns>
    public static (X509Certificate2Collection Authorities, string? Problem) Read(string? file)
    {
        var authorities = new X509Certificate2Collection();
        if (file is null)
            return (authorities, null);
        try
        {
            authorities.ImportFromPemFile(file);
            return (authorities, authorities.Count == 0 ? $"the file {file} has no certificate in PEM form" : null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (authorities, $"the file {file} cannot be read");
        }
        catch (CryptographicException)
        {
            return (authorities, $"the file {file} has a broken certificate");
        }
    }

    private bool Judge(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = shown is X509Certificate2 certificate ? ProblemOf(certificate, chain, errors) : "it shows none";
        return Problem is null;
    }

    private string? ProblemOf(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, x) => all | x.Status);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return string.Create(
                CultureInfo.InvariantCulture,
                $"it, or one it rests on, is out of date; its own time is {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}"
            );
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"it is for {Names(certificate)}, not for {host}";
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
            return $"it is signed by {Shown(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true))}, whom we do not trust; Mail:CaFile can name a file with that authority's certificate";
        return errors == SslPolicyErrors.None ? null : $"{errors}: {flags}";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(x => x.EnumerateDnsNames().Concat(x.EnumerateIPAddresses().Select(address => address.ToString())))
            .DefaultIfEmpty(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return Shown(string.Join(", ", names.Take(5)));
    }

    private static string Shown(string name) => HeaderText.OneLine(name, 200) is { Length: > 0 } line ? line : "nobody";
}
