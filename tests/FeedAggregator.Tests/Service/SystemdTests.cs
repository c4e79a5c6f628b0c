using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

/// <summary>The real program as systemd starts and stops it, with a socket in systemd's place.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_says_when_it_is_ready_alive_and_stopping_and_ends_well_when_told_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is Linux's.");
        _systemd.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, "notify")));
        using var service = Start("feeds: []");

        await UntilAsync("READY=1");
        await UntilAsync("WATCHDOG=1");
        Terminate(service);
        await UntilAsync("STOPPING=1");
        await service.WaitForExitAsync();

        Assert.Equal(0, service.ExitCode);
    }

    private Process Start(string feedsYaml)
    {
        _folder.Write("feeds.yaml", feedsYaml);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder.Path, RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "feedaggregator.dll"),
            "run",
            "--config",
            _folder.Path,
            "--data",
            _folder.Path,
            "--urls",
            "http://127.0.0.1:0",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["NOTIFY_SOCKET"] = Path.Combine(_folder.Path, "notify");
        start.Environment["WATCHDOG_USEC"] = "200000";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Waits for a message with this line; a test that waits in vain is ended by the runner.</summary>
    private async Task UntilAsync(string line)
    {
        var datagram = new byte[4096];
        string[] lines;
        do
        {
            var length = await _systemd.ReceiveAsync(datagram);
            lines = Encoding.UTF8.GetString(datagram, 0, length).Split('\n');
        } while (!lines.Contains(line));
    }

    private static void Terminate(Process process) =>
        Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!.Dispose();
}
