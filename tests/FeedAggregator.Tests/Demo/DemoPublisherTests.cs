using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using FeedAggregator.Service.Demo;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Demo;

public sealed class DemoPublisherTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Start);
    private readonly HttpClient _reader = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
    private DemoPublisher _publisher = null!;

    public static string Seeds => Path.Combine(AppContext.BaseDirectory, "seeds");

    public async ValueTask InitializeAsync() =>
        _publisher = await DemoPublisher.StartAsync(Path.Combine(Seeds, "demo"), _clock, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _publisher.DisposeAsync();
    }

    [Fact]
    public async Task Every_good_feed_is_well_formed_and_full_of_items()
    {
        foreach (var outlet in _publisher.Outlets.Where(IsReadable))
        {
            var document = await DocumentAsync(outlet);

            var items = Titles(document).Count();
            Assert.True(items >= 3, $"{outlet.Name} has {items} items");
        }
    }

    [Fact]
    public async Task All_feeds_together_show_about_a_hundred_items_most_of_them_from_the_last_day()
    {
        var seeds = await DemoSeeds.LoadAsync(Path.Combine(Seeds, "demo"), CancellationToken.None);

        var entries = seeds.Sites.SelectMany(site => DemoEdition.At(site, Start, Start).Entries).ToList();

        Assert.InRange(entries.Count, 80, 130);
        Assert.InRange(entries.Count(entry => entry.Published > Start.AddHours(-24)), entries.Count * 8 / 10, entries.Count - 5);
        Assert.All(entries, entry => Assert.InRange(entry.Published, Start.AddDays(-4), Start));
    }

    [Fact]
    public async Task Every_wire_story_is_told_by_several_sites_in_different_headlines_and_one_text()
    {
        var seeds = await DemoSeeds.LoadAsync(Path.Combine(Seeds, "demo"), CancellationToken.None);

        var stories = seeds.Sites.SelectMany(site => site.Items).Where(item => item.Wire.Length > 0).GroupBy(item => item.Wire).ToList();

        Assert.True(stories.Count >= 12);
        Assert.All(stories, story => Assert.True(story.Count() >= 2, story.Key));
        Assert.All(stories, story => Assert.True(story.Select(item => item.Title).Distinct().Count() >= 2, story.Key));
        Assert.All(
            stories,
            story => Assert.Single(story.Select(item => DemoText.Paragraphs(item.Body).ElementAt(1)).Select(Opening).Distinct())
        );
    }

    [Fact]
    public async Task Ids_are_unique_within_a_site()
    {
        var seeds = await DemoSeeds.LoadAsync(Path.Combine(Seeds, "demo"), CancellationToken.None);

        Assert.All(seeds.Sites, site => Assert.Equal(site.Items.Count, site.Items.Select(item => item.Id).Distinct().Count()));
    }

    [Fact]
    public async Task News_appears_and_changes_in_the_first_two_minutes()
    {
        var post = Outlet("The Meridian Post");
        var before = Titles(await DocumentAsync(post)).ToList();

        _clock.Advance(TimeSpan.FromMinutes(2));
        var after = Titles(await DocumentAsync(post)).ToList();

        Assert.Contains("Port Meridian's tidal barrier closes for the first time", before);
        Assert.Contains("Tidal barrier closes for the first time, old town of Port Meridian stays dry", after);
        Assert.Equal(before.Count + 1, after.Count);
    }

    [Fact]
    public async Task A_feed_that_did_not_change_answers_304_to_both_validators()
    {
        var url = Outlet("The Lantern").Url;
        using var first = await _reader.GetAsync(url);

        using var byTag = await GetAsync(url, "If-None-Match", first.Headers.ETag!.ToString());
        using var byDate = await GetAsync(url, "If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R"));

        Assert.Equal(HttpStatusCode.NotModified, byTag.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, byDate.StatusCode);
        Assert.Equal((1, 2), (_publisher.Served[200], _publisher.Served[304]));
    }

    [Fact]
    public async Task A_feed_that_changed_answers_200_with_new_validators()
    {
        var url = Outlet("The Meridian Post").Url;
        using var first = await _reader.GetAsync(url);

        _clock.Advance(TimeSpan.FromSeconds(45));
        using var second = await GetAsync(url, "If-None-Match", first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(Start.AddSeconds(40), second.Content.Headers.LastModified);
    }

    [Fact]
    public async Task A_feed_without_validators_sends_none()
    {
        using var response = await _reader.GetAsync(Outlet("Bursa Pagi").Url);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Content.Headers.LastModified);
    }

    [Fact]
    public async Task A_feed_is_compressed_for_those_who_ask()
    {
        using var response = await GetAsync(Outlet("Orbit Weekly").Url, "Accept-Encoding", "gzip");

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_slow_feed_waits_and_then_answers_in_its_own_charset()
    {
        var outlet = Assert.Single(_publisher.Outlets, outlet => outlet.Behaviour == DemoBehaviour.Slow);

        var answer = _reader.GetByteArrayAsync(outlet.Url);
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        _clock.Advance(TimeSpan.FromSeconds(3.9));
        var early = answer.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var bytes = await answer;

        Assert.False(early);
        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.StartsWith("Café", XDocument.Load(new MemoryStream(bytes)).Descendants("title").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_broken_feed_has_bare_ampersands_and_no_end()
    {
        var outlet = Assert.Single(_publisher.Outlets, outlet => outlet.Behaviour == DemoBehaviour.Broken);

        var text = await _reader.GetStringAsync(outlet.Url);

        Assert.Contains("Raka & Melati", text, StringComparison.Ordinal);
        Assert.DoesNotContain("</rss>", text, StringComparison.Ordinal);
        Assert.Throws<XmlException>(() => XDocument.Parse(text));
    }

    [Fact]
    public async Task A_page_answers_where_a_feed_used_to_be_and_names_the_new_feed()
    {
        var outlet = Assert.Single(_publisher.Outlets, outlet => outlet.Behaviour == DemoBehaviour.Html);

        using var response = await _reader.GetAsync(outlet.Url);

        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(Outlet("The Old Bugle (new feed)").Url.AbsoluteUri, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_answers_404()
    {
        var outlet = Assert.Single(_publisher.Outlets, outlet => outlet.Behaviour == DemoBehaviour.Missing);

        using var feed = await _reader.GetAsync(outlet.Url);
        using var root = await _reader.GetAsync(new Uri(outlet.Url, "/"));

        Assert.Equal(HttpStatusCode.NotFound, feed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, root.StatusCode);
    }

    [Fact]
    public async Task Every_link_of_a_feed_leads_to_a_page_with_the_headline_and_the_canonical_address()
    {
        var document = XDocument.Parse(await DocumentAsync(Outlet("Harian Selasih - Ekonomi")));

        foreach (var item in document.Descendants("item"))
        {
            var link = item.Element("link")!.Value;
            var page = await _reader.GetStringAsync(link);
            Assert.Contains(WebUtility.HtmlEncode(item.Element("title")!.Value), page, StringComparison.Ordinal);
            Assert.Contains($"<link rel=\"canonical\" href=\"{link.Split('?')[0]}\">", page, StringComparison.Ordinal);
            Assert.Contains("?utm_source=", link, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_article_in_two_feeds_of_a_site_has_one_id()
    {
        var all = XDocument.Parse(await DocumentAsync(Outlet("Harian Selasih - Terkini"))).Descendants("guid").Select(guid => guid.Value);
        var some = XDocument.Parse(await DocumentAsync(Outlet("Harian Selasih - Ekonomi"))).Descendants("guid").Select(guid => guid.Value);

        Assert.NotEmpty(some);
        Assert.ProperSubset(all.ToHashSet(), some.ToHashSet());
    }

    [Fact]
    public async Task Some_dates_are_day_first_local_and_without_a_zone()
    {
        var document = XDocument.Parse(await DocumentAsync(Outlet("Kabar Teluk")));

        var newest = document.Descendants("pubDate").First().Value;

        var local = DateTime.ParseExact(newest, "dd/M/yyyy HH:mm", CultureInfo.InvariantCulture);
        Assert.Equal(Start.AddMinutes(-65).UtcDateTime.AddHours(7), local);
    }

    [Fact]
    public void Every_site_has_an_address_of_its_own_on_loopback()
    {
        var hosts = _publisher.Outlets.Select(outlet => outlet.Url).GroupBy(url => url.Segments[1]).Select(site => site.First()).ToList();

        Assert.All(hosts, url => Assert.True(IPAddress.IsLoopback(IPAddress.Parse(url.Host))));
        Assert.Equal(hosts.Count, hosts.Select(url => url.Authority).Distinct().Count());
    }

    [Fact]
    public void The_feeds_file_names_every_feed_with_its_real_address()
    {
        Assert.DoesNotContain("//{publisher}", _publisher.FeedsYaml, StringComparison.Ordinal);
        Assert.All(
            _publisher.Outlets,
            outlet =>
                Assert.Contains(
                    $"""
                      - url: {outlet.Url}
                        name: {outlet.Name}
                        tags: [{string.Join(", ", outlet.Tags)}]
                        language: {outlet.Language}
                    """,
                    _publisher.FeedsYaml,
                    StringComparison.Ordinal
                )
        );
    }

    private static bool IsReadable(DemoOutlet outlet) => outlet.Behaviour is DemoBehaviour.Good or DemoBehaviour.Slow;

    private static string Opening(string text) => text[..Math.Min(text.Length, 15)];

    private static IEnumerable<string> Titles(string document)
    {
        if (document[0] == '{')
            return JsonDocument
                .Parse(document)
                .RootElement.GetProperty("items")
                .EnumerateArray()
                .Select(i => i.GetProperty("title").GetString()!);
        var items = XDocument.Parse(document).Descendants().Where(element => element.Name.LocalName is "item" or "entry");
        return items.Select(item => item.Elements().First(element => element.Name.LocalName == "title").Value);
    }

    private DemoOutlet Outlet(string name) => _publisher.Outlets.Single(outlet => outlet.Name == name);

    private async Task<string> DocumentAsync(DemoOutlet outlet)
    {
        var bytes = await _clock.AdvanceUntilAsync(_reader.GetByteArrayAsync(outlet.Url));
        var encoding = outlet.Behaviour == DemoBehaviour.Slow ? Encoding.Latin1 : new UTF8Encoding(false, throwOnInvalidBytes: true);
        return encoding.GetString(bytes);
    }

    private async Task<HttpResponseMessage> GetAsync(Uri url, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation(header, value);
        return await _reader.SendAsync(request);
    }
}
