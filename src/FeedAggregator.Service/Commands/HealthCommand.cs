using System.CommandLine;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary><c>health</c>: asks the running service, for container health checks: slim images have no other web client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var verb = new Verb(
            "health",
            "Is the service on the listen address ready? 0 yes, 1 no.",
            "health",
            "health --urls http://127.0.0.1:9090"
        );
        verb.SetAction((parsed, ct) => RunAsync(place(parsed), ct));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken ct)
    {
        var settings = AppSettings.Load(invocation);
        if (!Opening.Report(settings.Problems))
        {
            return ExitCodes.BadUsage;
        }
        var address = new Uri(Reachable(settings.Web.Urls[0]), "/readyz");
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address, ct);
            Console.WriteLine($"{address}: {(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync(ct)).Trim()}");
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (HttpRequestException unreachable)
        {
            return await SilentAsync(address, unreachable.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return await SilentAsync(address, $"no answer within {Patience.TotalSeconds} s");
        }
    }

    private static async Task<int> SilentAsync(Uri address, string reason)
    {
        await Console.Error.WriteLineAsync($"{address}: {reason}. Does the service run there? --urls asks another address.");
        return ExitCodes.Failed;
    }

    /// <summary>Where to knock when the service listens everywhere.</summary>
    internal static Uri Reachable(string url)
    {
        string[] everywhere = ["://*", "://+", "://0.0.0.0", "://[::]"];
        return new Uri(everywhere.Aggregate(url, (text, any) => text.Replace(any, "://127.0.0.1", StringComparison.Ordinal)));
    }
}
