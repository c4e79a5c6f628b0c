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
}
