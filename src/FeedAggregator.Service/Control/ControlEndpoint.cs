using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FeedAggregator.Service.Commands;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Control;

/// <summary>Runs verbs for an admin's command line on this machine. Anyone else is told that there is nothing here.</summary>
internal static class ControlEndpoint
{
    public const string Path = "/control/v1/verbs";

    public static void Map(WebApplication app) => app.MapPost(Path, (HttpContext http) => RunAsync(app, http)).ExcludeFromDescription();

    private static async Task RunAsync(WebApplication app, HttpContext http)
    {
        if (!IsFromHere(http.Connection) || !IsOurs(http.Request.Headers.Authorization, app.Services.GetRequiredService<ControlToken>()))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var request = (await http.Request.ReadFromJsonAsync<VerbRequest>(http.RequestAborted))!;
        http.Response.ContentType = "application/jsonl";
        var hosted = new HostedVerb(app);
        var running = hosted.RunAsync(() => RunAsync(app.Services.GetRequiredService<AppSettings>(), request, http.RequestAborted));
        await foreach (var said in hosted.Output.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.WriteAsync(JsonSerializer.Serialize(said) + "\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        await running;
    }

    private static async Task<int> RunAsync(AppSettings inForce, VerbRequest request, CancellationToken ct)
    {
        if (OtherSettings.Of(request.Settings, inForce) is { Count: > 0 } others)
        {
            await Console.Error.WriteLineAsync(
                $"The running service does this, with its own settings; {string.Join(", ", others)} would count for nothing. Leave it out, or stop the service first."
            );
            return ExitCodes.BadUsage;
        }
        return await CommandLine.RunHostedAsync(request.Words, ct);
    }

    private static bool IsFromHere(ConnectionInfo connection) =>
        connection.RemoteIpAddress is { } remote && (System.Net.IPAddress.IsLoopback(remote) || remote.Equals(connection.LocalIpAddress));

    private static bool IsOurs(string? authorization, ControlToken token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(authorization ?? ""),
            Encoding.UTF8.GetBytes($"Bearer {token.Value}")
        );
}

/// <summary>The password of this run of the service.</summary>
internal sealed record ControlToken(string Value);

/// <param name="Words">The command line, without the settings on it.</param>
/// <param name="Settings">Those; null from a command line that asks for none.</param>
internal sealed record VerbRequest(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string>? Settings = null);
