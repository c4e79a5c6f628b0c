using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FeedAggregator.Tests.Support;

/// <summary>What a hub was asked, and how the subscriber answered when it called back.</summary>
internal sealed record HubRequest(IReadOnlyDictionary<string, string> Form, HttpStatusCode? Answer, string? Echo)
{
    public string Mode => Form["hub.mode"];
    public Uri Callback => new(Form["hub.callback"]);
}

/// <summary>A WebSub hub on loopback that verifies intent while it is asked, as many do, and pushes when the test says so.</summary>
internal sealed class LoopbackHub : IAsyncDisposable
{
    public const string PublicUrl = "https://news.example";
    private readonly LoopbackPublisher _server = new();
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<HubRequest> _requests = new();

    public LoopbackHub() => _server.Serve("/hub", AnswerAsync);

    public Uri Url => _server.Url("/hub");
    public IReadOnlyList<HubRequest> Requests => [.. _requests];

    /// <summary>What the proxy in front of <see cref="PublicUrl"/> leads to.</summary>
    public Func<Uri> Reader { get; set; } = () => throw new InvalidOperationException("Nobody is to be called.");

    /// <summary>Answered to every form.</summary>
    public int Status { get; set; } = 202;

    /// <summary>Null: as long as was asked for.</summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>Asked about in place of what was subscribed to.</summary>
    public string? OtherTopic { get; set; }

    public bool Verifies { get; set; } = true;

    /// <summary>Sends a document to the callback of the last subscription.</summary>
    /// <param name="secret">Null: the one that was agreed on.</param>
    public async Task<HttpStatusCode> PushAsync(string document, string? secret = null)
    {
        var asked = Requests.Last(x => x.Mode == "subscribe");
        var body = Encoding.UTF8.GetBytes(document);
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/rss+xml; charset=utf-8");
        var key = Encoding.UTF8.GetBytes(secret ?? asked.Form["hub.secret"]);
        content.Headers.Add("X-Hub-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}");
        using var answer = await _http.PostAsync(Behind(asked.Callback), content);
        return answer.StatusCode;
    }

    /// <summary>Tells the last subscriber that it gets nothing.</summary>
    public async Task<HttpStatusCode> DenyAsync()
    {
        var asked = Requests.Last(x => x.Mode == "subscribe");
        var (status, _) = await CallAsync(asked.Callback, ("hub.mode", "denied"), ("hub.topic", asked.Form["hub.topic"]));
        return status;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<Answer> AnswerAsync(PublisherRequest request)
    {
        var form = Encoding
            .UTF8.GetString(request.Body)
            .Split('&')
            .Select(x => x.Split('='))
            .ToDictionary(x => WebUtility.UrlDecode(x[0]), x => WebUtility.UrlDecode(x[1]));
        (HttpStatusCode? status, string? echo) = (null, null);
        if (Verifies)
            (status, echo) = await CallAsync(
                new Uri(form["hub.callback"]),
                ("hub.mode", form["hub.mode"]),
                ("hub.topic", OtherTopic ?? form["hub.topic"]),
                ("hub.challenge", "ch4llenge"),
                (
                    "hub.lease_seconds",
                    Lease?.TotalSeconds.ToString(CultureInfo.InvariantCulture) ?? form.GetValueOrDefault("hub.lease_seconds", "")
                )
            );
        _requests.Enqueue(new HubRequest(form, status, echo));
        return new Answer(Status, "");
    }

    private async Task<(HttpStatusCode, string)> CallAsync(Uri callback, params (string Name, string Value)[] query)
    {
        var fields = string.Join('&', query.Select(x => $"{x.Name}={Uri.EscapeDataString(x.Value)}"));
        using var answer = await _http.GetAsync(new Uri($"{Behind(callback)}?{fields}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Uri Behind(Uri callback)
    {
        Assert.StartsWith(PublicUrl, callback.AbsoluteUri, StringComparison.Ordinal);
        return new Uri(Reader(), callback.AbsolutePath);
    }
}
