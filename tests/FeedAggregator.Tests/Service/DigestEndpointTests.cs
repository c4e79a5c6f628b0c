using System.Net;
using System.Xml.Linq;
using FeedAggregator.Service.Api;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

/// <summary>The real service with one publisher on loopback; what readers get over HTTP.</summary>
public sealed class DigestEndpointTests(DigestEndpointTests.Town town) : IClassFixture<DigestEndpointTests.Town>
{
    private readonly RunningService _service = town.Service;

    [Theory]
    [InlineData("/digest", null, "text/html")]
    [InlineData("/digest", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("/digest", "application/json", "application/json")]
    [InlineData("/digest", "application/atom+xml, text/html;q=0.5", "application/atom+xml")]
    [InlineData("/digest", "text/*;q=0.3, text/markdown", "text/markdown")]
    [InlineData("/digest.json", "text/html", "application/json")]
    [InlineData("/digest.atom", null, "application/atom+xml")]
    [InlineData("/digest.md", null, "text/markdown")]
    [InlineData("/digest.feed.json", null, "application/feed+json")]
    [InlineData("/digests/town", "application/json", "application/json")]
    [InlineData("/digests/town.atom", null, "application/atom+xml")]
    public async Task A_digest_comes_in_the_form_that_is_asked_for(string path, string? accept, string type)
    {
        using var answer = await _service.GetAsync(path, accept);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Rain", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/digest", HttpStatusCode.OK)]
    [InlineData("/digests/town.atom", HttpStatusCode.OK)]
    [InlineData("/digests/town.feed.json", HttpStatusCode.OK)]
    [InlineData("/feeds", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/unsubscribe?token=forged", HttpStatusCode.BadRequest)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task The_head_of_whatever_can_be_got_can_be_asked_for(string path, HttpStatusCode status)
    {
        using var head = await _service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var whole = await _service.GetAsync(path);

        Assert.Equal((status, status), (head.StatusCode, whole.StatusCode));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
    }

    [Fact]
    public async Task A_reader_who_has_it_gets_304()
    {
        using var first = await _service.GetAsync("/digest.atom");
        using var second = await _service.GetAsync("/digest.atom", etag: first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public void A_page_whose_times_have_aged_has_another_tag_and_a_form_without_such_times_has_not()
    {
        var (page, atom) = (DigestForm.Html, DigestForm.All.Single(x => x.Extension == ".atom"));
        var (view, frame) = (Digests.Some.View(Digests.Some.Item(1)), Digests.Some.Frame);
        var (soon, later) = (frame with { Now = frame.Now!.Value.AddSeconds(50) }, frame with { Now = frame.Now!.Value.AddMinutes(1) });

        Assert.Equal(DigestEndpoints.Tag(view, page, frame), DigestEndpoints.Tag(view, page, soon));
        Assert.NotEqual(DigestEndpoints.Tag(view, page, frame), DigestEndpoints.Tag(view, page, later));
        Assert.Equal(DigestEndpoints.Tag(view, atom, frame), DigestEndpoints.Tag(view, atom, later));
    }

    [Fact]
    public async Task The_forms_have_different_tags_and_say_that_they_depend_on_accept()
    {
        using var page = await _service.GetAsync("/digest", "text/html");
        using var json = await _service.GetAsync("/digest", "application/json");

        Assert.NotEqual(page.Headers.ETag, json.Headers.ETag);
        Assert.Contains("Accept", page.Headers.Vary);
    }

    [Fact]
    public async Task Only_the_web_page_is_cut_into_pages_and_the_other_forms_are_named_without_one()
    {
        using var page = await _service.GetAsync("/digest?limit=60&page=2");
        using var json = await _service.GetAsync("/digest.json?limit=60&page=2");
        using var wrong = await _service.GetAsync("/digest?page=two");

        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest],
            [page.StatusCode, json.StatusCode, wrong.StatusCode]
        );
        Assert.Contains("Stars", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/digest.json?limit=60\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tag=sky", "Stars")]
    [InlineData("feed=b", "Stars")]
    [InlineData("q=star", "Stars")]
    [InlineData("q=bridge", "Bridge opens & cheers")]
    [InlineData("tag=none", "")]
    [InlineData("since=1h&limit=1&feed=b", "Stars")]
    public async Task Parameters_choose(string query, string titles)
    {
        var digest = await _service.JsonAsync($"/digest.feed.json?{query}");

        Assert.Equal(
            titles,
            string.Join(", ", digest.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("title").GetString()))
        );
    }

    [Theory]
    [InlineData("/digest?limit=0", "limit")]
    [InlineData("/digest?limit=many", "limit")]
    [InlineData("/digest?since=yesterday", "since")]
    [InlineData("/digest?since=2999-01-01", "since")]
    [InlineData("/digest?tag=Not%20a%20tag", "tag")]
    [InlineData("/digest.atom?sinse=1h", "sinse")]
    [InlineData("/digests/town?limit=501", "limit")]
    public async Task A_bad_parameter_is_named_in_a_problem_document(string path, string parameter)
    {
        using var answer = await _service.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"\"{parameter}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/digests/twon", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/feeds/nope", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/items/123456", HttpStatusCode.NotFound)]
    [InlineData("/no/such/page", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_told_in_a_problem_document(string path, HttpStatusCode status)
    {
        using var answer = await _service.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_form_we_do_not_have_is_refused_with_a_list_of_those_we_have()
    {
        using var answer = await _service.GetAsync("/digest", "image/png");

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Contains("application/atom+xml", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_a_title_is_never_markup_on_the_page()
    {
        var page = await _service.Client.GetStringAsync(new Uri("/digest", UriKind.Relative));

        Assert.Contains("Bridge opens &amp; cheers", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_atom_form_is_an_atom_feed_of_the_stories()
    {
        var feed = XDocument.Parse(await _service.Client.GetStringAsync(new Uri("/digests/town.atom", UriKind.Relative)));

        XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.Equal(2, feed.Root!.Elements(atom + "entry").Count());
        Assert.Single(feed.Root.Elements(atom + "updated"));
    }

    [Theory]
    [InlineData("/digest")]
    [InlineData("/digests")]
    [InlineData("/feeds")]
    public async Task Pages_let_browsers_run_and_embed_nothing(string path)
    {
        using var answer = await _service.GetAsync(path, "text/html");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith(
            "default-src 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/assets/site.css")]
    [InlineData("/api/v1/feeds/a")]
    [InlineData("/api/v1/feeds/a/schedule")]
    public async Task Operators_and_programs_find_what_they_need(string path)
    {
        using var answer = await _service.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_item_can_be_read_in_full()
    {
        var item = (await _service.ItemsAsync()).First(x => x.Title == "Rain");

        var answer = await _service.JsonAsync($"/api/v1/items/{item.Id}");

        Assert.Equal("It rains.", answer.GetProperty("bodyHtml").GetString());
        Assert.Equal(1, (await _service.JsonAsync($"/api/v1/stories/{item.StoryId}")).GetProperty("items").GetArrayLength());
    }

    /// <summary>One service for all, because nothing here changes it.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private readonly LoopbackPublisher _publisher = new();

        internal RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _publisher.Serve(
                "/a",
                Answer.Feed(
                    RssText.Feed(
                        RssText.Item("Bridge <b>opens</b> & cheers", "1", "https://a.example/1", "The new bridge was opened."),
                        RssText.Item("Rain", "2", "https://a.example/2", "It rains.")
                    )
                )
            );
            _publisher.Serve("/b", Answer.Feed(RssText.Feed(RssText.Item("Stars", "3", "https://b.example/3", "A star was found."))));
            Service = await RunningService.StartAsync(
                $"""
                feeds:
                  - url: {_publisher.Url("/a")}
                    id: a
                    tags: [town]
                  - url: {_publisher.Url("/b")}
                    id: b
                    tags: [sky]
                digests:
                  - name: town
                    tags: [town]
                """
            );
            await Service.UntilAsync("/api/v1/feeds", feeds => feeds.EnumerateArray().All(x => x.GetProperty("items").GetInt64() > 0));
        }

        public async ValueTask DisposeAsync()
        {
            await Service.DisposeAsync();
            await _publisher.DisposeAsync();
        }
    }
}
