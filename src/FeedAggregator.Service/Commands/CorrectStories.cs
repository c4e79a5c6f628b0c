using System.Net.Http.Headers;
using System.Text.Json;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Commands;

/// <summary>
/// A correction from the command line: in the store, or, while a running service has an SQLite file to itself, through that service. That it is the service
/// of this very database is proved by the token: it is made with a key the database holds.
/// </summary>
/// <param name="Path">Of the endpoint.</param>
/// <param name="Body">What the endpoint reads.</param>
/// <param name="Apply">The same in the store.</param>
internal sealed record CorrectStories(
    string Path,
    object Body,
    Func<IStoryStore, DateTimeOffset, CancellationToken, Task<StoryCorrection>> Apply
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task<int> RunAsync(Invocation invocation, CancellationToken ct) =>
        Opening.WithAppAsync(
            invocation,
            InStoreAsync,
            ct,
            whenLocked: () => Opening.WithAppAsync(invocation, ThroughServiceAsync, ct, readOnly: true)
        );

    public static async Task<string> TokenAsync(WebApplication app, CancellationToken ct)
    {
        // The key is there since the first start of the service; a store opened to read adds none.
        var key = await app.Services.GetRequiredService<IStore>().Subscriptions.KeyAsync(SignedLinks.KeyName, [], ct);
        return new SignedLinks(key).Token(LinkPurpose.Admin, 0);
    }

    private async Task<int> InStoreAsync(WebApplication app, CancellationToken ct)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var done = await Apply(app.Services.GetRequiredService<IStoryStore>(), now, ct);
        return await TellAsync(CorrectionText.Of(done), done.Problem is null);
    }

    private async Task<int> ThroughServiceAsync(WebApplication app, CancellationToken ct)
    {
        var address = new Uri(HealthCommand.Reachable(app.Services.GetRequiredService<WebOptions>().Urls[0]), Path);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(app, ct));
        try
        {
            using var answer = await client.PostAsJsonAsync(address, Body, ct);
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            var text = said.TryGetProperty(answer.IsSuccessStatusCode ? "message" : "detail", out var line) ? line.GetString()! : $"{said}";
            return await TellAsync(text, answer.IsSuccessStatusCode);
        }
        catch (Exception failure)
            when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            return await TellAsync(
                $"A running service has the database to itself, and it does not answer as expected at {address} ({failure.Message}). Give its address with --urls, or stop it.",
                fine: false
            );
        }
    }

    private static async Task<int> TellAsync(string text, bool fine)
    {
        await (fine ? Console.Out : Console.Error).WriteLineAsync(text);
        return fine ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
