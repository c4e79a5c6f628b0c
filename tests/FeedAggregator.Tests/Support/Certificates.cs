using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FeedAggregator.Tests.Support;

/// <summary>An authority nobody else trusts, and certificates it signs for servers of tests.</summary>
internal sealed class Certificates : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2080, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly X509Certificate2 _authority = SelfSigned("Test Authority", isAuthority: true);

    /// <summary>As <c>Mail:CaFile</c> wants it.</summary>
    public string Pem => _authority.ExportCertificatePem();

    public X509Certificate2 Of(string host) => Of(host, Begin, End);

    public X509Certificate2 Expired(string host) => Of(host, Begin, Begin.AddYears(1));

    public static X509Certificate2 SelfSigned(string host) => SelfSigned(host, isAuthority: false);

    public void Dispose() => _authority.Dispose();

    private X509Certificate2 Of(string host, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create(2048);
        using var signed = Request(host, key, isAuthority: false)
            .Create(_authority, from, to, SHA256.HashData(BitConverter.GetBytes(from.Ticks ^ to.Ticks ^ host.Length))[..8]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return Usable(withKey);
    }

    private static X509Certificate2 SelfSigned(string name, bool isAuthority)
    {
        using var key = RSA.Create(2048);
        using var made = Request(name, key, isAuthority).CreateSelfSigned(Begin, End);
        return Usable(made);
    }

    private static CertificateRequest Request(string name, RSA key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (isAuthority)
            return request;
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Parse("192.0.2.1"));
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    /// <summary>Windows' TLS takes no key that lives in memory alone.</summary>
    private static X509Certificate2 Usable(X509Certificate2 made) =>
        X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
}
