namespace FeedAggregator.Service.Hosting;

/// <summary>Speaks with whatever started the service.</summary>
internal static class ServiceManagers
{
    public static void Attach(WebApplicationBuilder builder)
    {
        if (SystemdNotifier.Address(Environment.GetEnvironmentVariable("NOTIFY_SOCKET")) is { } socket)
        {
            builder.Services.AddHostedService(x => ActivatorUtilities.CreateInstance<SystemdNotifier>(x, socket));
        }
    }

    /// <summary>Answers the Windows service control manager, and works in the program's folder: a service starts in that of Windows.</summary>
    /// <returns>What ties the service to the host; null when no service control manager started this process.</returns>
    public static async Task<Action<WebApplicationBuilder>?> ConnectWindowsAsync()
    {
        if (!OperatingSystem.IsWindows() || await WindowsServiceLifetime.ConnectAsync() is not { } service)
        {
            return null;
        }
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        return service.Attach;
    }
}
