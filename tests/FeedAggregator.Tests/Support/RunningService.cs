using System.Net;
using System.Text.Json;
using FeedAggregator.Service;
using FeedAggregator.Service.Commands;
using FeedAggregator.Service.Control;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FeedAggregator.Tests.Support;

/// <summary>The real service on a free port of loopback, with a folder of its own; only the publishers are the test's.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly TempFolder _folder;
    private string[] _settings = [];
    private WebApplication? _app;
    private IDisposable? _control;

    private RunningService(TempFolder folder) => _folder = folder;

    public HttpClient Client { get; private set; } = null!;
    public IServiceProvider Services => _app!.Services;
    public string Folder => _folder.Path;
    public string FeedsFile => Path.Combine(_folder.Path, "feeds.yaml");

    public static async Task<RunningService> StartAsync(string feedsYaml, params string[] settings)
    {
        var service = new RunningService(new TempFolder());
        service._folder.Write("feeds.yaml", feedsYaml);
        service._settings = settings;
        await service.OpenAsync();
        return service;
    }

    /// <summary>Stops as an operator would, and starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Waits until the service says so; a test that waits in vain is ended by the runner.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> holds)
    {
        while (true)
        {
            var answer = await JsonAsync(path);
            if (holds(answer))
            {
                return answer;
            }
            await Task.Delay(50);
        }
    }

    public async Task<JsonElement> JsonAsync(string path) =>
        JsonDocument.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }
        return await Client.SendAsync(request);
    }

    public async Task<int> PollNowAsync(params string[] feeds) =>
        (await Services.GetRequiredService<RefreshDueFeeds>().RunNowAsync(feeds, forced: false, CancellationToken.None)).Count;

    public async Task<IReadOnlyList<ItemSummary>> ItemsAsync() =>
        await Services.GetRequiredService<IItemStore>().SelectAsync(new ItemQuery(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _handler.Dispose();
        _folder.Dispose();
    }

    private async Task OpenAsync()
    {
        string[] forTests =
        [
            "--Web:Urls=http://127.0.0.1:0",
            "--Polling:AllowedPrivateNetworks=127.0.0.0/8",
            "--Polling:MinHostGap=0s",
            "--Store:CheckAtStart=false",
        ];
        var invocation = new Invocation(_folder.Path, _folder.Path, Overrides.Split([.. forTests, .. _settings]).Settings);
        var loaded = AppSettings.Load(invocation);
        Assert.Empty(loaded.Problems);
        _app = await App.BuildAsync(loaded, invocation);
        Assert.True(await Opening.LoadFeedsAsync(_app, CancellationToken.None));
        await _app.StartAsync();
        _control = ControlFile.Offer(_app, new Uri(_app.Urls.First()));
        Client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        _control?.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }
}
