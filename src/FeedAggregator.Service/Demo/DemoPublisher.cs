using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace FeedAggregator.Service.Demo;

/// <summary>
/// Serves the made-up news sites on loopback, each on an address of its own (127.0.0.2 and up), so that limits per host behave
/// as they do for real sites. Only loopback is bound; each site takes a port that is free.
/// </summary>
internal sealed class DemoPublisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _startedAt;
    private readonly Dictionary<string, DemoSite> _sites;
    private readonly ConcurrentDictionary<int, int> _served = new();

    private DemoPublisher(DemoSeeds seeds, TimeProvider clock)
    {
        _clock = clock;
        _startedAt = clock.GetUtcNow();
        _sites = seeds.Sites.ToDictionary(site => site.Slug);
        FeedsYaml = seeds.FeedsYaml;
        _app = Build(seeds.Sites.Count);
        _app.UseResponseCompression();
        _app.Run(AnswerAsync);
    }

    /// <summary>Every feed that is served, the bad ones too.</summary>
    public IReadOnlyList<DemoOutlet> Outlets { get; private set; } = [];

    /// <summary>The demo's <c>feeds.yaml</c> with the addresses of this publisher in it.</summary>
    public string FeedsYaml { get; private set; }

    /// <summary>How many requests were answered so far, by status code.</summary>
    public IReadOnlyDictionary<int, int> Served => _served;

    /// <param name="seedsFolder">The folder that holds <c>wire.yaml</c>, <c>feeds.yaml</c> and <c>sites/</c>.</param>
    /// <param name="clock">Decides what has been published; the demo's time zero is now.</param>
    /// <param name="ct">Gives up starting.</param>
    /// <exception cref="IOException">The folder cannot be read, or a loopback address cannot be bound.</exception>
    /// <exception cref="YamlDotNet.Core.YamlException">A file in the folder is wrong.</exception>
    public static async Task<DemoPublisher> StartAsync(string seedsFolder, TimeProvider clock, CancellationToken ct)
    {
        var seeds = await DemoSeeds.LoadAsync(seedsFolder, ct);
        var publisher = new DemoPublisher(seeds, clock);
        await publisher._app.StartAsync(ct);
        foreach (var (site, address) in seeds.Sites.Zip(publisher._app.Urls))
            publisher.Announce(site, address);
        return publisher;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(int sites)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            for (var place = 0; place < sites; place++)
                kestrel.Listen(Address(place), port: 0);
        });
        builder.Services.AddResponseCompression(options =>
            options.MimeTypes = ["application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/html"]
        );
        return builder.Build();
    }

    /// <summary>macOS answers on 127.0.0.1 only, unless told otherwise; there the ports alone tell the sites apart.</summary>
    private static IPAddress Address(int place) =>
        OperatingSystem.IsMacOS() ? IPAddress.Loopback : new IPAddress([127, 0, 0, (byte)(place + 2)]);

    private void Announce(DemoSite site, string address)
    {
        var home = $"{address}/{site.Slug}/";
        FeedsYaml = FeedsYaml.Replace($"http://{{publisher}}/{site.Slug}/", home, StringComparison.Ordinal);
        var outlets = site.Feeds.Select(feed => new DemoOutlet(
            feed.Name.Length > 0 ? feed.Name : site.Name,
            new Uri(home + feed.Path),
            feed.Tags,
            site.Language,
            feed.Behaviour
        ));
        Outlets = [.. Outlets, .. outlets];
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var result = await AnswerAsync(context.Request, context.RequestAborted);
        await result.ExecuteAsync(context);
        _served.AddOrUpdate(context.Response.StatusCode, 1, (_, count) => count + 1);
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken ct)
    {
        var parts = request.Path.Value!.Split('/', 3);
        if (parts.Length < 3 || !_sites.TryGetValue(parts[1], out var site))
            return Results.NotFound();
        var home = new Uri($"http://{request.Host}/{site.Slug}/");
        var edition = DemoEdition.At(site, _startedAt, _clock.GetUtcNow());
        if (site.Feeds.FirstOrDefault(feed => feed.Path == parts[2]) is { } feed)
            return await FeedAsync(site, feed, edition, home, ct);
        if (edition.Entries.FirstOrDefault(entry => entry.Item.Id + ".html" == parts[2]) is { } entry)
            return Html(DemoPage.Article(site, edition, entry, home));
        return parts[2].Length == 0 ? Html(DemoPage.Front(site, edition, home)) : Results.NotFound();
    }

    private async Task<IResult> FeedAsync(DemoSite site, DemoFeed feed, DemoEdition edition, Uri home, CancellationToken ct)
    {
        if (feed.Behaviour == DemoBehaviour.Missing)
            return Results.NotFound();
        if (feed.Behaviour == DemoBehaviour.Html)
            return Html(DemoPage.Front(site, edition, home));
        if (feed.Behaviour == DemoBehaviour.Slow)
            await Task.Delay(feed.Delay, _clock, ct);
        var shown = edition.Only(feed.Category);
        var document = DemoDocument.Render(site, feed, shown, home);
        if (!feed.Conditional)
            return Results.Bytes(document.Bytes, document.ContentType);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(document.Bytes).AsSpan(0, 8))}\"");
        return Results.Bytes(document.Bytes, document.ContentType, lastModified: shown.Modified, entityTag: tag);
    }

    private static IResult Html(string page) => Results.Content(page, "text/html", Encoding.UTF8);
}

/// <summary>One feed of the demo, as the publisher serves it.</summary>
internal sealed record DemoOutlet(string Name, Uri Url, IReadOnlyList<string> Tags, string Language, DemoBehaviour Behaviour);
