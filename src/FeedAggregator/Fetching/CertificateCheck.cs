using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FeedAggregator.Fetching;

/// <summary>TLS as the platform verifies it, with the reason of a refusal in words.</summary>
internal static class CertificateCheck
{
    public static SslClientAuthenticationOptions Options(X509Certificate2Collection? trustedIssuers)
    {
        var policy = new X509ChainPolicy
        {
            // A certificate names addresses to fetch missing issuers from; nobody checks those, and they may lie inside.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            ApplicationPolicy = { new Oid("1.3.6.1.5.5.7.3.1") },
        };
        if (trustedIssuers is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(trustedIssuers);
        }
        return new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Validate, CertificateChainPolicy = policy };
    }

    private static bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None)
        {
            var host = (sender as SslStream)?.TargetHostName ?? "the server";
            throw new RefusalException(FailureClass.Tls, Explain(host, certificate as X509Certificate2, chain, errors));
        }
        return errors == SslPolicyErrors.None;
    }

    internal static string Explain(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return $"{host} showed no certificate; its publisher must repair it.";
        var problems = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            problems.Add($"is for another name ({certificate.GetNameInfo(X509NameType.DnsName, false)})");
        foreach (var status in chain?.ChainStatus ?? [])
            problems.Add(Explain(status.Status, certificate));
        var what = problems.Count == 0 ? "cannot be verified" : string.Join(" and ", problems.Distinct());
        return $"The certificate of {host} {what}; the publisher must repair it, or this machine must trust its issuer.";
    }

    private static string Explain(X509ChainStatusFlags status, X509Certificate2 certificate) =>
        status switch
        {
            X509ChainStatusFlags.NotTimeValid => FormattableString.Invariant(
                $"is valid only from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}, so it has expired or this clock is wrong"
            ),
            X509ChainStatusFlags.UntrustedRoot when certificate.Subject == certificate.Issuer => "is self-signed",
            X509ChainStatusFlags.UntrustedRoot => "comes from an issuer this machine does not trust",
            X509ChainStatusFlags.PartialChain => "lacks the certificates that link it to a trusted issuer",
            X509ChainStatusFlags.Revoked => "was revoked",
            _ => $"is not acceptable ({status})",
        };
}
