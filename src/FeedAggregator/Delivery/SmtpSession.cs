using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedAggregator.Delivery;

/// <summary>
/// A conversation with the mail server, for one message after the other (RFC 5321). The framework's client is not used: it knows neither implicit TLS nor AUTH PLAIN, goes on
/// without credentials when a server refuses them, and does not tell whether a broken message may have arrived.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly SmtpWire _wire;
    private readonly MailOptions _options;
    private string[] _extensions = [];

    private SmtpSession(SmtpWire wire, MailOptions options) => (_wire, _options) = (wire, options);

    /// <summary>No further message can be sent over it.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>It broke before the message that was to be sent had begun: as with a server that closes idle connections.</summary>
    public bool WasStale { get; private set; }

    public int Sent { get; private set; }

    /// <summary>Connects, secures and authenticates.</summary>
    /// <exception cref="SmtpBrokenException">The server cannot be used.</exception>
    public static async Task<SmtpSession> OpenAsync(MailOptions options, TimeProvider clock, CancellationToken ct)
    {
        var socket = await ConnectAsync(options, clock, ct);
        var wire = new SmtpWire(new NetworkStream(socket, ownsSocket: true), options.Timeout, clock);
        var session = new SmtpSession(wire, options);
        try
        {
            await session.GreetAsync(NameOf(socket), ct);
            return session;
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one message to one mailbox. Up to the final dot every failure is safe to repeat; after it the server may have the message.</summary>
    /// <exception cref="OperationCanceledException">The service stops; the server has nothing.</exception>
    public async Task<Attempt> SendAsync(string from, string to, byte[] message, HandOver handOver, CancellationToken ct)
    {
        var handedOver = false;
        WasStale = false;
        try
        {
            if (IsInternational(from, to) && !_extensions.Contains("SMTPUTF8"))
                return new Attempt.Refused($"{_options.Host} takes no addresses with other letters than ASCII (SMTPUTF8, RFC 6531)");
            WasStale = true;
            var reply = await _wire.AskAsync($"MAIL FROM:<{from}>{Parameters(from, to, message)}", ct);
            WasStale = reply.IsClosing;
            if (!reply.IsPositive)
                return reply.Code == 552 ? await RefusedAsync(reply, ct) : await OursIsRefusedAsync(reply, ct);
            reply = await _wire.AskAsync($"RCPT TO:<{to}>", ct);
            if (!reply.IsPositive)
                return await RefusedAsync(reply, ct);
            reply = await _wire.AskAsync("DATA", ct);
            if (reply.Code != 354)
                return await RefusedAsync(reply, ct);
            await _wire.SendAsync(DotStuffed(message), ct);
            if (!await handOver(ct))
            {
                // Without its dot the server throws the message away.
                IsBroken = true;
                return new Attempt.Overtaken();
            }
            handedOver = true;
            return await FinishAsync();
        }
        catch (SmtpBrokenException broken)
        {
            IsBroken = true;
            return handedOver ? new Attempt.Unknown(broken.Message) : new Attempt.Deferred(broken.Message);
        }
        catch (OperationCanceledException) when (!handedOver)
        {
            IsBroken = true;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!IsBroken)
                await _wire.SendAsync("QUIT\r\n"u8.ToArray(), CancellationToken.None);
        }
        catch (SmtpBrokenException)
        {
            // It was to be closed anyway.
        }
        await _wire.DisposeAsync();
    }

    /// <summary>RFC 1870; and RFC 6531 §3.4 where an address needs it, whose servers take 8-bit headers by the same word (§3.1, RFC 6152).</summary>
    private string Parameters(string from, string to, byte[] message)
    {
        var size = _extensions.Any(x => x.StartsWith("SIZE", StringComparison.Ordinal)) ? $" SIZE={message.Length}" : "";
        return IsInternational(from, to) ? $"{size} BODY=8BITMIME SMTPUTF8" : size;
    }

    private static bool IsInternational(string from, string to) => !Ascii.IsValid(from) || !Ascii.IsValid(to);

    /// <summary>The dot, and whatever the server makes of it. A service that stops waits for that answer too: it is worth more than the seconds.</summary>
    private async Task<Attempt> FinishAsync()
    {
        var reply = await _wire.AskAsync(".\r\n"u8.ToArray(), 2 * _options.Timeout, CancellationToken.None);
        if (reply.IsPositive)
        {
            Sent++;
            return new Attempt.Accepted(reply.ToString());
        }
        IsBroken = reply.IsClosing;
        return Judge(reply);
    }

    /// <summary>The recipient or the message is refused; the session goes on.</summary>
    private async Task<Attempt> RefusedAsync(SmtpReply reply, CancellationToken ct)
    {
        await ResetAsync(reply, ct);
        return Judge(reply);
    }

    /// <summary>The server does not want us, or not now: that says nothing about this reader.</summary>
    private async Task<Attempt> OursIsRefusedAsync(SmtpReply reply, CancellationToken ct)
    {
        await ResetAsync(reply, ct);
        return new Attempt.Unreachable($"{_options.Host} does not take our mail: {reply}");
    }

    private async Task ResetAsync(SmtpReply reply, CancellationToken ct)
    {
        IsBroken = reply.IsClosing;
        if (!IsBroken)
            IsBroken = !(await _wire.AskAsync("RSET", ct)).IsPositive;
    }

    private static Attempt Judge(SmtpReply reply) =>
        reply.IsTransient ? new Attempt.Deferred(reply.ToString())
        : reply.IsPositive ? new Attempt.Deferred($"the server answered out of order: {reply}")
        : new Attempt.Refused(reply.ToString(), reply.IsDeadMailbox);

    private async Task GreetAsync(string name, CancellationToken ct)
    {
        var security = _options.EffectiveSecurity;
        if (security == MailSecurity.None && !_options.IsLocal)
            throw new SmtpBrokenException($"mail is not sent to {_options.Host} without TLS");
        if (security == MailSecurity.Tls)
            await _wire.SecureAsync(Trust(), ct);
        Demand(await _wire.ReadAsync(_options.Timeout, ct), "does not let us in");
        await HelloAsync(name, ct);
        if (security == MailSecurity.StartTls)
        {
            if (!_extensions.Contains("STARTTLS"))
                throw new SmtpBrokenException($"{_options.Host} offers no TLS, and mail is not sent over the network without");
            Demand(await _wire.AskAsync("STARTTLS", ct), "refuses TLS");
            await _wire.SecureAsync(Trust(), ct);
            await HelloAsync(name, ct);
        }
        if (_options.User is { } user)
            await AuthenticateAsync(user, ct);
    }

    private MailTrust Trust()
    {
        var (authorities, problem) = MailTrust.Read(_options.CaFile);
        return problem is null ? new MailTrust(_options.Host!, authorities) : throw new SmtpBrokenException($"Mail:CaFile: {problem}");
    }

    private async Task HelloAsync(string name, CancellationToken ct)
    {
        var reply = await _wire.AskAsync($"EHLO {name}", ct);
        if (reply.Code is 500 or 502)
            reply = await _wire.AskAsync($"HELO {name}", ct);
        Demand(reply, "does not greet us");
        _extensions = [.. reply.Lines.Skip(1).Select(x => x.Trim().ToUpperInvariant())];
    }

    /// <summary>RFC 4954, with PLAIN (RFC 4616) or LOGIN. A password never goes out without TLS, but to this machine; there is no going on without it.</summary>
    private async Task AuthenticateAsync(string user, CancellationToken ct)
    {
        var (password, problem) = Secret.Read(_options.Password!);
        if (password is null)
            throw new SmtpBrokenException($"the password cannot be had: {problem}");
        var offered = _extensions.FirstOrDefault(x => x.StartsWith("AUTH ", StringComparison.Ordinal))?.Split(' ') ?? [];
        SmtpReply reply;
        if (offered.Contains("PLAIN"))
        {
            reply = await _wire.AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", ct);
        }
        else if (offered.Contains("LOGIN"))
        {
            reply = await _wire.AskAsync("AUTH LOGIN", ct);
            if (reply.Code == 334)
                reply = await _wire.AskAsync(Base64(user), ct);
            if (reply.Code == 334)
                reply = await _wire.AskAsync(Base64(password), ct);
        }
        else
        {
            throw new SmtpBrokenException($"{_options.Host} offers neither AUTH PLAIN nor LOGIN; remove Mail:User, or use another port");
        }
        if (reply.Code != 235)
            throw new SmtpBrokenException($"{_options.Host} refuses the user or password: {reply}");
    }

    private void Demand(SmtpReply reply, string what)
    {
        if (reply.Code is < 200 or >= 300)
            throw new SmtpBrokenException($"{_options.Host} {what}: {reply}");
    }

    private static async Task<Socket> ConnectAsync(MailOptions options, TimeProvider clock, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host!, options.EffectivePort, both.Token);
            return socket;
        }
        catch (Exception failed) when (failed is SocketException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            socket.Dispose();
            throw new SmtpBrokenException($"{options.Host}:{options.EffectivePort} cannot be reached: {failed.Message}", failed);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>RFC 5321 §4.1.4: whoever has no name in the DNS gives the address.</summary>
    private static string NameOf(Socket socket)
    {
        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{plain}]" : $"[{plain}]";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>RFC 5321 §4.5.2. The message ends in CR LF, so that only the dot is missing.</summary>
    private static byte[] DotStuffed(byte[] message)
    {
        var stuffed = new List<byte>(message.Length + 16);
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] == '.' && (i == 0 || message[i - 1] == '\n'))
                stuffed.Add((byte)'.');
            stuffed.Add(message[i]);
        }
        return [.. stuffed];
    }
}
