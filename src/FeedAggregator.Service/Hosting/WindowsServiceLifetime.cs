using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using FeedAggregator.Polling;

namespace FeedAggregator.Service.Hosting;

/// <summary>
/// Answers the Windows service control manager: start, stop and shutdown. Written against the Win32 API, because the framework's
/// own package for it is one more thing to restore for eighty lines.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsServiceLifetime : IHostLifetime, IDisposable
{
    private const uint OwnProcess = 0x10;
    private const uint AcceptStop = 1;
    private const uint AcceptPreshutdown = 0x100;
    private const uint NotImplemented = 120;

    /// <summary>How long the manager waits for the next sign of life; above the host's time for a graceful stop.</summary>
    private const uint PatienceMilliseconds = 45_000;

    /// <summary>The manager's callbacks carry no state, and a process is one service.</summary>
    private static WindowsServiceLifetime? _ours;

    private readonly TaskCompletionSource<WindowsServiceLifetime?> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _ended = new();
    private readonly Lock _reporting = new();
    private IHostApplicationLifetime? _host;
    private bool _stopWanted;
    private State _state = State.StartPending;
    private nint _manager;
    private uint _checkPoint;

    private enum State : uint
    {
        Stopped = 1,
        StartPending = 2,
        StopPending = 3,
        Running = 4,
    }

    /// <summary>Tells the manager that the service is coming up. To be called soon after the start: it gives up after 30 seconds.</summary>
    /// <returns>Null when the manager did not start this process.</returns>
    public static Task<WindowsServiceLifetime?> ConnectAsync()
    {
        var service = new WindowsServiceLifetime();
        _ours = service;
        new Thread(service.Dispatch) { IsBackground = true, Name = "service control" }.Start();
        return service._connected.Task;
    }

    public void Attach(WebApplicationBuilder builder) => builder.Services.AddSingleton<IHostLifetime>(Joined);

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Report(State.Stopped);
        _ended.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Report(State.Stopped);
        _ended.Set();
    }

    private WindowsServiceLifetime Joined(IServiceProvider services)
    {
        var host = services.GetRequiredService<IHostApplicationLifetime>();
        host.ApplicationStarted.Register(() => Report(State.Running));
        host.ApplicationStopping.Register(() => Report(State.StopPending));
        bool stopWanted;
        lock (_reporting)
        {
            (_host, stopWanted) = (host, _stopWanted);
        }
        if (stopWanted)
        {
            host.StopApplication();
        }
        return this;
    }

    /// <summary>Blocks until the service has ended.</summary>
    private void Dispatch()
    {
        fixed (char* name = "")
        {
            var table = stackalloc Entry[2];
            table[0] = new Entry { Name = name, Main = &ServiceMain };
            table[1] = default;
            if (StartServiceCtrlDispatcherW(table) == 0)
            {
                _connected.TrySetResult(null);
            }
        }
    }

    private void Report(State state)
    {
        lock (_reporting)
        {
            if (_manager == 0 || _state == State.Stopped)
            {
                return;
            }
            var isPending = state is State.StartPending or State.StopPending;
            _state = state;
            _checkPoint = isPending ? _checkPoint + 1 : 0;
            var status = new Status
            {
                Type = OwnProcess,
                State = (uint)state,
                Accept = state == State.Running ? AcceptStop | AcceptPreshutdown : 0,
                CheckPoint = _checkPoint,
                WaitHint = isPending ? PatienceMilliseconds : 0,
            };
            _ = SetServiceStatus(_manager, &status);
        }
    }

    private void StopSoon()
    {
        Report(State.StopPending);
        IHostApplicationLifetime? host;
        lock (_reporting)
        {
            (_stopWanted, host) = (true, _host);
        }
        if (host is not null)
        {
            ThreadPool.QueueUserWorkItem(_ => host.StopApplication());
        }
    }

    [UnmanagedCallersOnly]
    private static void ServiceMain(uint count, char** arguments)
    {
        var service = _ours!;
        fixed (char* name = "")
        {
            service._manager = RegisterServiceCtrlHandlerExW(name, &Handle, null);
        }
        service.Report(State.StartPending);
        service._connected.TrySetResult(service._manager == 0 ? null : service);
        service._ended.Wait();
    }

    /// <summary>The manager waits for the answer, so nothing here may block.</summary>
    [UnmanagedCallersOnly]
    private static uint Handle(uint control, uint type, void* data, void* context)
    {
        const uint stop = 1;
        const uint interrogate = 4;
        const uint shutdown = 5;
        const uint preshutdown = 0xF;
        switch (control)
        {
            case stop or shutdown or preshutdown:
                _ours!.StopSoon();
                return 0;
            case interrogate:
                return 0;
            default:
                return NotImplemented;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Status
    {
        public uint Type;
        public uint State;
        public uint Accept;
        public uint Win32Exit;
        public uint ServiceExit;
        public uint CheckPoint;
        public uint WaitHint;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public char* Name;
        public delegate* unmanaged<uint, char**, void> Main;
    }

    [LibraryImport("advapi32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int StartServiceCtrlDispatcherW(Entry* table);

    [LibraryImport("advapi32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint RegisterServiceCtrlHandlerExW(
        char* name,
        delegate* unmanaged<uint, uint, void*, void*, uint> handler,
        void* context
    );

    [LibraryImport("advapi32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetServiceStatus(nint manager, Status* status);
}
