using System.Security.Cryptography.X509Certificates;
using FeedAggregator.Delivery;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Delivery;

public sealed class MailTlsTests : IDisposable
{
    private static readonly HandOver Ours = _ => Task.FromResult(true);
    private readonly Certificates _certificates = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mail_and_its_password_go_out_under_TLS_only(bool fromTheStart)
    {
        Environment.SetEnvironmentVariable("FEEDAGGREGATOR_TEST_SMTP", "pass");
        await using var server = Server(_certificates.Of("localhost"), fromTheStart);
        var options = Options(server) with { User = "user", Password = "env:FEEDAGGREGATOR_TEST_SMTP" };

        var attempt = await SendAsync(options);

        Assert.IsType<Attempt.Accepted>(attempt);
        Assert.Single(server.Received);
        Assert.Contains("AUTH PLAIN AHVzZXIAcGFzcw==", server.Commands);
        Assert.All(server.InClear, x => Assert.True(x == "STARTTLS" || x.StartsWith("EHLO ", StringComparison.Ordinal), x));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_for_another_name_is_refused_and_both_names_are_told(bool fromTheStart)
    {
        await using var server = Server(_certificates.Of("mail.example"), fromTheStart);

        var problem = await RefusalAsync(server, Options(server));

        Assert.Contains("it is for mail.example, 192.0.2.1, not for localhost", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_dates()
    {
        await using var server = Server(_certificates.Expired("localhost"));

        var problem = await RefusalAsync(server, Options(server));

        Assert.Contains("out of date; its own time is 2020-01-01 to 2021-01-01", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_and_the_setting_is_named()
    {
        await using var server = Server(_certificates.Of("localhost"));

        var problem = await RefusalAsync(server, Options(server) with { CaFile = null });

        Assert.Contains("signed by Test Authority, whom we do not trust; Mail:CaFile can name", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused_unless_its_own_file_vouches_for_it()
    {
        using var certificate = Certificates.SelfSigned("localhost");
        await using var server = Server(certificate);
        var own = _folder.Write("own.pem", certificate.ExportCertificatePem());

        var problem = await RefusalAsync(server, Options(server));
        var vouched = await SendAsync(Options(server) with { CaFile = own });

        Assert.Contains("signed by localhost, whom we do not trust", problem, StringComparison.Ordinal);
        Assert.IsType<Attempt.Accepted>(vouched);
    }

    [Theory]
    [InlineData("250 2.1.0 slipped in")]
    [InlineData("250-test\r\n250 AUTH PLAIN")]
    public async Task What_was_slipped_in_before_TLS_is_not_taken_for_an_answer(string slippedIn)
    {
        await using var server = new MailServer { Tls = new(_certificates.Of("localhost"), SlippedIn: slippedIn) };

        var attempt = await SendAsync(Options(server));

        Assert.Contains(
            "between its answer to STARTTLS and TLS",
            Assert.IsType<Attempt.Unreachable>(attempt).Text,
            StringComparison.Ordinal
        );
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task What_was_offered_before_TLS_counts_for_nothing_after_it()
    {
        Environment.SetEnvironmentVariable("FEEDAGGREGATOR_TEST_SMTP", "pass");
        await using var server = new MailServer { Tls = new(_certificates.Of("localhost")), Auth = null };
        var options = Options(server) with { User = "user", Password = "env:FEEDAGGREGATOR_TEST_SMTP" };

        var attempt = await SendAsync(options);

        Assert.Contains("neither AUTH PLAIN nor LOGIN", Assert.IsType<Attempt.Unreachable>(attempt).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, x => x.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("STARTTLS")]
    [InlineData("AUTH PLAIN")]
    public async Task A_server_that_offers_TLS_and_has_none_or_has_lost_its_offer_gets_neither_mail_nor_password(string offer)
    {
        Environment.SetEnvironmentVariable("FEEDAGGREGATOR_TEST_SMTP", "pass");
        await using var server = new MailServer(null, offer);
        var options = Options(server) with { User = "user", Password = "env:FEEDAGGREGATOR_TEST_SMTP", Timeout = TimeSpan.FromSeconds(2) };

        var attempt = await SendAsync(options);

        Assert.IsType<Attempt.Unreachable>(attempt);
        Assert.DoesNotContain(server.Commands, x => x.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Commands, x => x.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_TLS_nothing_leaves_the_machine_whatever_the_settings_say()
    {
        var options = new MailOptions
        {
            Host = "mail.invalid",
            Port = 25,
            Security = MailSecurity.None,
            From = "digest@news.example",
        };

        Assert.Contains(
            options.Problems(),
            x => x.StartsWith("Security: \"none\" is only for a server on this machine", StringComparison.Ordinal)
        );
        Assert.Equal(MailSecurity.StartTls, (options with { Security = MailSecurity.Auto }).EffectiveSecurity);
        Assert.Equal(MailSecurity.Tls, (options with { Security = MailSecurity.Auto, Port = 465 }).EffectiveSecurity);
    }

    [Theory]
    [InlineData("", "has no certificate in PEM form")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "has a broken certificate")]
    [InlineData(null, "cannot be read")]
    public void A_CaFile_that_vouches_for_nobody_is_a_problem_of_the_settings(string? text, string expected)
    {
        var file = text is null ? Path.Combine(_folder.Path, "missing.pem") : _folder.Write("ca.pem", text);

        var problem = Assert.Single(
            new MailOptions
            {
                Host = "localhost",
                From = "digest@news.example",
                CaFile = file,
            }.Problems()
        );

        Assert.StartsWith("CaFile: ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    private static async Task<Attempt> SendAsync(MailOptions options)
    {
        await using var lane = new MailCourier(options, TimeProvider.System).Lane();
        return await lane.SendAsync(MailCourierTests.Mail(), Ours, default);
    }

    /// <summary>Nothing of the mail, not even whom it is for, is said to a server that is not the one we mean.</summary>
    private static async Task<string> RefusalAsync(MailServer server, MailOptions options)
    {
        var attempt = await SendAsync(options);
        Assert.Empty(server.Received);
        Assert.DoesNotContain(server.Commands, x => x.StartsWith("MAIL", StringComparison.Ordinal));
        return Assert.IsType<Attempt.Unreachable>(attempt).Text;
    }

    private static MailServer Server(X509Certificate2 certificate, bool fromTheStart = false) =>
        new() { Tls = new(certificate, fromTheStart), Auth = "PLAIN LOGIN" };

    private MailOptions Options(MailServer server) =>
        new()
        {
            Host = "localhost",
            Port = server.Port,
            Security = server.Tls is { FromTheStart: true } ? MailSecurity.Tls : MailSecurity.StartTls,
            CaFile = _folder.Write("ca.pem", _certificates.Pem),
            From = "digest@news.example",
        };
}
