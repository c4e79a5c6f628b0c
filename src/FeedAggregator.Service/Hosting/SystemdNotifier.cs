using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FeedAggregator.Service.Hosting;

/// <summary>Tells systemd when the service is ready, alive and stopping (sd_notify(3)); for units of <c>Type=notify</c>.</summary>
internal sealed class SystemdNotifier(UnixDomainSocketEndPoint address, IHostApplicationLifetime lifetime, TimeProvider clock)
    : BackgroundService
{
    /// <summary>The socket systemd listens on; null when it did not start us.</summary>
    public static UnixDomainSocketEndPoint? Address(string? path) =>
        string.IsNullOrEmpty(path) ? null : new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        lifetime.ApplicationStarted.Register(() => Send("READY=1\nSTATUS=polling"));
        lifetime.ApplicationStopping.Register(() => Send("STOPPING=1\nSTATUS=finishing polls"));
        if (WatchdogPeriod() is not { } period)
        {
            return;
        }
        using var timer = new PeriodicTimer(period / 2, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Send("WATCHDOG=1");
        }
    }

    /// <summary><c>WATCHDOG_USEC</c>, when it is meant for this process (<c>WATCHDOG_PID</c>).</summary>
    private static TimeSpan? WatchdogPeriod()
    {
        var pid = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        var isOurs = string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return
            isOurs
            && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var micros)
            && micros > 0
            ? TimeSpan.FromMicroseconds(micros)
            : null;
    }

    private void Send(string message)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(message), address);
        }
        catch (SocketException)
        {
            // Nobody listens any more; the service must not die of it.
        }
    }
}
