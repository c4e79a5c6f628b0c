using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Control;

/// <summary>The command line's side: has the service that holds the database run a verb.</summary>
internal static class ControlClient
{
    /// <returns>The verb's exit code; null when no service can be asked.</returns>
    public static async Task<int?> AskAsync(StoreOptions store, VerbRequest verb, CancellationToken ct)
    {
        if (ControlFile.Find(store) is not { } control)
        {
            return null;
        }
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(control.Url, ControlEndpoint.Path))
        {
            Content = JsonContent.Create(verb),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", control.Token);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return answer.IsSuccessStatusCode ? await RepeatAsync(answer, ct) : null;
        }
        catch (HttpRequestException)
        {
            // The file of a service that was killed, or one that is just stopping.
            return null;
        }
    }

    private static async Task<int?> RepeatAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            var said = JsonSerializer.Deserialize<Said>(line)!;
            if (said.Exit is { } code)
            {
                return code;
            }
            await (said.Error is { } error ? Console.Error.WriteAsync(error) : Console.Out.WriteAsync(said.Text));
        }
        await Console.Error.WriteLineAsync("The service broke off; its log says why.");
        return Commands.ExitCodes.Failed;
    }
}
