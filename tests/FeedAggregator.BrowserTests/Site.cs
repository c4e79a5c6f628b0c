using FeedAggregator.Configuration;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(FeedAggregator.BrowserTests.Site))]
[assembly: AssemblyFixture(typeof(FeedAggregator.BrowserTests.Chromium))]

namespace FeedAggregator.BrowserTests;

/// <summary>The real service with news of three outlets, five digests, editions and a reader; only publishers and mail server are the test's.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();
    private readonly MailServer _mail = new();
    private RunningService _service = null!;

    public Uri Address => _service.Client.BaseAddress!;

    /// <summary>Shows and changes the subscriptions of a reader of two digests.</summary>
    public string ManagePath { get; private set; } = "";

    public string LeavePath { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Publish(1);
        _publisher.Serve("/gone", new Answer(404, "not here"));
        _service = await RunningService.StartAsync(
            $"""
            feeds:
              - {Feed("herald", "The Northern Herald", "world, sport")}
              - {Feed("kota", "Suara Kota", "indonesia, world", "id")}
              - {Feed("gazette", "Gazette", "world")}
              - {Feed("gone", "The Old Bugle of Somewhere", "world")}
            digests:
              - name: morning
                title: Morning news
                description: What the outlets tell this morning, one story once.
                schedule: 0 7 * * *
                settle: 0m
              - name: pagi
                title: Kabar pagi
                description: Berita pagi ini, setiap kabar satu kali.
                language: id
                group-by: tag
                schedule: 0 6 * * *
                time-zone: Asia/Jakarta
                settle: 0m
              - name: live
                title: Live wire
                group-by: feed
              - name: nothing
                title: Nothing at all
                include: [xyzzy]
            """,
            "--Mail:Host=127.0.0.1",
            $"--Mail:Port={_mail.Port}",
            "--Mail:From=digest@news.example",
            "--Web:SiteName=Meridian Reader"
        );
        await _service.UntilAsync(
            "/api/v1/feeds",
            x => x.EnumerateArray().All(y => y.GetProperty("lastPollAt").ValueKind != System.Text.Json.JsonValueKind.Null)
        );
        foreach (var round in new[] { 2, 3, 4 })
        {
            Publish(round);
            await _service.PollNowAsync("herald", "kota", "gazette");
            foreach (var digest in _service.Services.GetRequiredService<FeedsCatalogue>().Digests.Where(x => x.Schedule is not null))
                await _service.Services.GetRequiredService<PublishDigest>().RunNowAsync(digest, default);
        }
        await AddReaderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _mail.DisposeAsync();
        await _publisher.DisposeAsync();
    }

    /// <summary>The path of a link in the next letter to a mailbox; a test that waits in vain is ended by the runner.</summary>
    public async Task<string> LinkFromMailAsync(string mailbox, string path)
    {
        while (true)
        {
            foreach (var mail in _mail.Received.Where(x => x.To == mailbox))
            {
                var text = mail.Data.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
                if (text.Split('\n', ' ', '\r').FirstOrDefault(x => x.Contains(path, StringComparison.Ordinal)) is { } link)
                    return new Uri(link).PathAndQuery;
            }
            await _service.Services.GetRequiredService<SendDeliveries>().RunDueAsync(default);
            await Task.Delay(20);
        }
    }

    private string Feed(string id, string name, string tags, string language = "en") =>
        $"{{ id: {id}, url: \"{_publisher.Url("/" + id)}\", name: \"{name}\", tags: [{tags}], language: {language} }}";

    /// <summary>A wire story that two outlets carry, and news of each outlet's own.</summary>
    private void Publish(int round)
    {
        var (title, text) = round switch
        {
            2 => (
                "Comet Adair seen with the naked eye",
                "The comet Adair stood above the northern horizon before dawn, and hundreds climbed the hill to look at it."
            ),
            3 => (
                "Ferry Aurora adrift for hours as storm closes the strait",
                "The strait of Meridian was closed to ships after the ferry Aurora lost power in a storm and drifted for six hours, the coast guard said."
            ),
            _ => (
                "Court stops the sale of the old brewery",
                "A court has stopped the sale of the old brewery on the quay until the heirs of its founder have been heard."
            ),
        };
        string[] Document(string outlet, string own, bool carriesWire) =>
            [
                .. carriesWire ? [Item(outlet, title, $"w{round}", text)] : (string[])[],
                .. Enumerable
                    .Range(1, round * 4)
                    .Select(x => Item(outlet, $"{own} number {x}", $"{outlet}{x}", $"{own}, article {x} of {outlet}.")),
            ];
        _publisher.Serve("/herald", Answer.Feed(RssText.Feed(Document("herald", "Harbour council votes on the new pier", round > 1))));
        _publisher.Serve(
            "/gazette",
            Answer.Feed(RssText.Feed(Document("gazette", "Averyveryverylongwordthatnobodywouldbreak", round > 1)))
        );
        _publisher.Serve("/kota", Answer.Feed(RssText.Feed(Document("kota", "Warga kota menata kembali taman tua", false))));
    }

    private static string Item(string outlet, string title, string guid, string text) =>
        RssText.Item(title, guid, $"https://{outlet}.example/news/{guid}/a-rather-long-address-of-an-article", text);

    private async Task AddReaderAsync()
    {
        var store = _service.Services.GetRequiredService<ISubscriptionStore>();
        var links = _service.Services.GetRequiredService<SignedLinks>();
        var wish = new SubscriptionWish { IncludeWords = ["ferry", "council"] };
        var reader = await store.AddAsync("morning", SubscriptionChannel.Mail, "two@example.org", wish, DateTimeOffset.UnixEpoch, default);
        await store.AddAsync(
            "pagi",
            SubscriptionChannel.Mail,
            "two@example.org",
            new SubscriptionWish(),
            DateTimeOffset.UnixEpoch,
            default
        );
        ManagePath = $"/subscriptions/manage?token={links.Token(LinkPurpose.Manage, reader.Id)}";
        LeavePath = $"/unsubscribe?token={links.Token(LinkPurpose.Unsubscribe, reader.Id)}";
    }
}
