using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FeedAggregator.Service.Api;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Stories;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedAggregator.Tests.Service;

/// <summary>An admin puts stories right, over HTTP and from the command line, while the real service runs.</summary>
public sealed class StoryCorrectionTests : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();
    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _publisher.Serve("/a", Answer.Feed(RssText.Feed(RssText.Item(Texts.FerryTitle, "a1", "https://a.example/1", Texts.Ferry))));
        _publisher.Serve(
            "/b",
            Answer.Feed(
                RssText.Feed(
                    RssText.Item("Ice lets go of the ferry", "b1", "https://b.example/1", Texts.Ferry),
                    RssText.Item(Texts.BridgeTitle, "b2", "https://b.example/2", Texts.Bridge)
                )
            )
        );
        _service = await RunningService.StartAsync(
            $"feeds:\n  - {{url: '{_publisher.Url("/a")}', id: a}}\n  - {{url: '{_publisher.Url("/b")}', id: b}}\n"
        );
        // The service polls them by itself as it starts; a test that waits in vain is ended by the runner.
        while ((await _service.ItemsAsync()).Count < 3)
        {
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _publisher.DisposeAsync();
    }

    [Fact]
    public async Task Without_the_token_of_this_database_nothing_is_corrected()
    {
        var (story, item) = await PairAsync();

        var without = await _service.Client.PostAsJsonAsync($"/api/v1/stories/{story}/split", new { items = new[] { item } });
        _service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "0-AAAAAAAAAAAAAAAAAAAAAAAAAAA");
        var wrong = await _service.Client.PostAsJsonAsync($"/api/v1/stories/{story}/split", new { items = new[] { item } });

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (without.StatusCode, wrong.StatusCode));
        Assert.Equal(story, (await _service.JsonAsync($"/api/v1/items/{item}")).GetProperty("summary").GetProperty("storyId").GetInt64());
    }

    [Fact]
    public async Task Verbs_correct_through_the_running_service_and_what_they_did_survives_a_restart()
    {
        var (story, item) = await PairAsync();

        var split = await RunAsync("split", $"{story}", $"{item}");
        var shown = await RunAsync("show", $"{item}");
        var stranger = await RunAsync("split", $"{story}", "999");
        await _service.RestartAsync();
        var parted = await _service.JsonAsync($"/api/v1/stories/{item}");
        var merge = await RunAsync("merge", $"{item}", $"{story}");

        Assert.Equal((0, $"Item {item} moved out of story {story} into story {item}.\n"), (split.ExitCode, split.Output));
        Assert.Contains($"parted from story {story} by an admin", shown.Output, StringComparison.Ordinal);
        Assert.Equal(
            (2, $"Item 999 is not of story {story}; 'stories show {story}' lists its items.\n"),
            (stranger.ExitCode, stranger.Errors)
        );
        Assert.Equal(1, parted.GetProperty("items").GetArrayLength());
        Assert.Equal(0, merge.ExitCode);
        Assert.Equal(2, (await _service.JsonAsync($"/api/v1/stories/{story}")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_preview_tells_what_a_threshold_would_part_with_titles()
    {
        var (story, _) = await PairAsync();
        var token = AdminToken.Of(_service.Services.GetRequiredService<SignedLinks>());
        _service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var bridge = (await _service.ItemsAsync()).Single(x => x.Title == Texts.BridgeTitle).Id;
        var merged = await _service.Client.PostAsJsonAsync($"/api/v1/stories/{story}/merge", new { with = bridge });

        var same = await RunAsync("preview", "--threshold", "0.65");
        var list = await RunAsync("list");
        var wrong = await RunAsync("preview", "--threshold", "2");

        Assert.Equal(HttpStatusCode.OK, merged.StatusCode);
        Assert.Equal("3 items: 1 story at 0.65, 1 at 0.65; 0 joined, 0 parted\n", same.Output);
        Assert.StartsWith($"{story}\t3\t2\t", list.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
    }

    [Fact]
    public async Task A_preview_makes_fingerprints_again_of_what_has_left_the_window()
    {
        var items = _service.Services.GetRequiredService<IStore>();
        await items.Maintenance.RetainAsync(new RetentionPolicy(), DateTimeOffset.UtcNow.AddDays(4), default);
        Assert.All(await items.Contents.ItemsAsync(0, 10, default), x => Assert.False(x.HasFingerprint));

        var (preview, titles) = await new PreviewStories(items.Contents).RunAsync(0.65, DateTimeOffset.UtcNow.AddDays(-7), default);
        var (later, _) = await new PreviewStories(items.Contents).RunAsync(0.65, DateTimeOffset.UtcNow.AddDays(1), default);

        Assert.Equal((3, 2, 2), (preview.Items, preview.StoriesNow, preview.StoriesThen));
        Assert.Contains(Texts.FerryTitle, titles.Values);
        Assert.Equal(0, later.Items);
    }

    /// <summary>The story that two items tell, and the second of them.</summary>
    private async Task<(long Story, long Item)> PairAsync()
    {
        var pair = (await _service.ItemsAsync()).GroupBy(x => x.StoryId).First(x => x.Count() == 2);
        return (pair.Key, pair.Max(x => x.Id));
    }

    private Task<Ended> RunAsync(params string[] arguments) =>
        Executable.RunAsync([
            "stories",
            .. arguments,
            "--config",
            _service.Folder,
            "--data",
            _service.Folder,
            "--urls",
            _service.Client.BaseAddress!.ToString().TrimEnd('/'),
        ]);
}
