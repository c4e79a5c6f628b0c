namespace FeedAggregator.Delivery;

/// <summary>Brings mail to the server of <see cref="MailOptions"/>.</summary>
public sealed class MailCourier(MailOptions options, TimeProvider clock)
{
    public MailOptions Options => options;

    /// <summary>A way to the server that keeps its connection between messages. Used by one task at a time.</summary>
    public MailLane Lane() => new(ct => SmtpSession.OpenAsync(options, clock, ct), options.BouncesTo ?? options.From);
}

/// <summary>One message after the other, over one connection as long as it holds.</summary>
public sealed class MailLane : IAsyncDisposable
{
    /// <summary>Servers limit it; a new connection also finds a server that was moved.</summary>
    private const int MostPerConnection = 100;

    private readonly Func<CancellationToken, Task<SmtpSession>> _open;
    private readonly string _sender;
    private SmtpSession? _session;

    internal MailLane(Func<CancellationToken, Task<SmtpSession>> open, string sender) => (_open, _sender) = (open, sender);

    /// <summary>Tries once. An expected failure is part of the answer.</summary>
    /// <exception cref="OperationCanceledException">The service stops, and the server has nothing.</exception>
    public async Task<Attempt> SendAsync(MailMessage mail, HandOver handOver, CancellationToken ct)
    {
        var bytes = MimeWriter.Write(mail);
        var reused = _session is { IsBroken: false };
        var attempt = await SendAsync(bytes, mail.ToMailbox, handOver, ct);
        if (!reused || _session is not { WasStale: true })
            return attempt;
        // A connection that was closed while it was idle is no failure of the server.
        await DisposeAsync();
        return await SendAsync(bytes, mail.ToMailbox, handOver, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
            await session.DisposeAsync();
        _session = null;
    }

    private async Task<Attempt> SendAsync(byte[] message, string to, HandOver handOver, CancellationToken ct)
    {
        if (_session is { } used && (used.IsBroken || used.Sent >= MostPerConnection))
            await DisposeAsync();
        try
        {
            _session ??= await _open(ct);
        }
        catch (SmtpBrokenException unusable)
        {
            return new Attempt.Unreachable(unusable.Message);
        }
        return await _session.SendAsync(_sender, to, message, handOver, ct);
    }
}
