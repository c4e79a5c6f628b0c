using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

/// <summary>Verbs that write, while another process, the service, holds the SQLite file. Both are the real executable.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private const string Database = "feedaggregator.db";
    private readonly TempFolder _folder = new();
    private readonly LoopbackPublisher _publisher = new();
    private Process? _service;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        _publisher.Serve("/times", Answer.Feed(RssText.Feed(RssText.Item("One", "1", text: "First news."))));
        WriteFeeds("");
        var start = Executable.Command(["run", "--urls", "http://127.0.0.1:0", .. Place]);
        start.RedirectStandardError = false;
        _service = Process.Start(start)!;
        while (await _service.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("digests at ", StringComparison.Ordinal))
            {
                _address = line.Split("digests at ")[1].Split("/digest")[0];
                _ = _service.StandardOutput.ReadToEndAsync();
                return;
            }
        }
        Assert.Fail("The service did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is { HasExited: false })
        {
            _service.Kill();
            await _service.WaitForExitAsync();
        }
        _service?.Dispose();
        await _publisher.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_token_that_is_printed_opens_what_programs_may_change()
    {
        var token = await VerbAsync("token");
        using var client = new HttpClient { BaseAddress = new Uri(_address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Output.Trim());

        using var answer = await client.PostAsJsonAsync("/api/v1/stories/999/merge", new { with = 998 });

        Assert.Equal((0, HttpStatusCode.NotFound), (token.ExitCode, answer.StatusCode));
    }

    [Fact]
    public async Task Subscribers_are_listed_as_they_were_given()
    {
        await VerbAsync("subscribers", "add", "morning", "https://hooks.example.org/AbC", "--hour", "7", "--zone", "Asia/Jakarta");

        var listed = await VerbAsync("subscribers", "list");

        Assert.Equal("1\tmorning\twebhook\tactive\t07:00 Asia/Jakarta\thttps://hooks.example.org/AbC", listed.Output.Trim());
    }

    [Fact]
    public async Task What_is_wrong_with_a_subscription_is_told_by_its_option()
    {
        var refused = await VerbAsync("subscribers", "add", "morning", "reader@example.org", "--hour", "27", "--zone", "Mars/Base");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--hour: must be 0 to 23", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--zone: \"Mars/Base\" is not known here", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_that_write_are_run_by_the_service_that_holds_the_file()
    {
        var added = await VerbAsync("subscribers", "add", "morning", "reader@example.org");
        var twice = await VerbAsync("subscribers", "add", "evening", "reader@example.org");
        var polled = await VerbAsync("poll", "times");
        var published = await VerbAsync("digests", "publish", "morning");
        var retried = await VerbAsync("outbox", "retry");
        WriteFeeds("    language: id\n");
        var replayed = await VerbAsync("feeds", "replay", "times");
        var removed = await VerbAsync("subscribers", "remove", "reader@example.org");

        Assert.Equal((0, "subscription 1: morning for reader@example.org"), (added.ExitCode, added.Output.Trim()));
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("there is no digest \"evening\"", twice.Errors, StringComparison.Ordinal);
        Assert.Contains("1 polled:", polled.Output, StringComparison.Ordinal);
        Assert.Contains("morning: ", published.Output, StringComparison.Ordinal);
        Assert.Contains("0 deliveries are due again", retried.Output, StringComparison.Ordinal);
        Assert.Contains("1 item updated", replayed.Output, StringComparison.Ordinal);
        Assert.Contains("1 subscription removed", removed.Output, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0, 0, 0], new[] { polled, published, retried, replayed, removed }.Select(x => x.ExitCode));
        Assert.Contains("no mail goes out before Mail:Host", added.Errors, StringComparison.Ordinal);
        Assert.All([polled, published, retried, replayed, removed], x => Assert.Equal("", x.Errors));
    }

    [Fact]
    public async Task A_setting_the_service_does_not_work_with_is_refused_and_one_it_has_is_not()
    {
        var other = await VerbAsync("poll", "times", "--Polling:TotalTimeout=20s", "--Store:CheckAtStart=false");
        var same = await VerbAsync("poll", "times", "--Mail:From=digest@news.example");

        Assert.Equal((2, "", 0), (other.ExitCode, other.Output, same.ExitCode));
        Assert.Contains("--Polling:TotalTimeout=20s would count for nothing", other.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Store:CheckAtStart", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_nobody_knows_is_told_as_a_wrong_name()
    {
        var removed = await VerbAsync("subscribers", "remove", "nobody@example.org");
        var listed = await VerbAsync("subscribers", "list", "mornin");

        Assert.Equal((2, 2), (removed.ExitCode, listed.ExitCode));
        Assert.Contains("nobody@example.org has no subscription", removed.Errors, StringComparison.Ordinal);
        Assert.Contains("did you mean \"morning\"?", listed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_one_process_can_do_is_still_refused()
    {
        var second = await Executable.RunAsync(["run", "--urls", "http://127.0.0.1:0", .. Place]);
        var endless = await VerbAsync("poll");

        Assert.Equal(3, second.ExitCode);
        Assert.Contains("in use by another service", second.Errors, StringComparison.Ordinal);
        Assert.Equal(2, endless.ExitCode);
        Assert.Contains("polls all feeds when they are due", endless.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_can_ask_and_nobody_else_can_read_how()
    {
        using var client = new HttpClient { BaseAddress = new Uri(_address) };
        var file = Path.Combine(_folder.Path, Database + ".control");
        var token = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetProperty("Token").GetString()!;

        var without = await AskAsync(client, null, "outbox", "retry");
        var wrong = await AskAsync(client, new string('0', token.Length), "outbox", "retry");
        var right = await AskAsync(client, token, "outbox", "retry");
        var notOne = await AskAsync(client, token, "store", "restore", "x.db");

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK], [without.Status, wrong.Status, right.Status]);
        Assert.Contains("\"Exit\":2", notOne.Body, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_graceful_stop_takes_the_file_away()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_service!.Id}"]))
            await kill.WaitForExitAsync();
        await _service.WaitForExitAsync();

        Assert.False(File.Exists(Path.Combine(_folder.Path, Database + ".control")));
    }

    [Fact]
    public async Task After_a_kill_the_file_that_stayed_misleads_nobody()
    {
        _service!.Kill();
        await _service.WaitForExitAsync();

        var added = await VerbAsync("subscribers", "add", "morning", "reader@example.org");

        Assert.True(File.Exists(Path.Combine(_folder.Path, Database + ".control")));
        Assert.Equal((0, "subscription 1: morning for reader@example.org"), (added.ExitCode, added.Output.Trim()));
    }

    private string[] Place =>
        [
            "--config",
            _folder.Path,
            "--data",
            _folder.Path,
            "--Polling:AllowedPrivateNetworks=127.0.0.0/8",
            "--Polling:MinHostGap=0s",
            "--Mail:From=digest@news.example",
        ];

    private void WriteFeeds(string more) =>
        _folder.Write("feeds.yaml", $"feeds:\n  - id: times\n    url: {_publisher.Url("/times")}\n{more}digests:\n  - name: morning\n");

    private Task<Ended> VerbAsync(params string[] words) => Executable.RunAsync([.. words, .. Place]);

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, string? token, params string[] words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/control/v1/verbs", UriKind.Relative))
        {
            Content = JsonContent.Create(new { Words = words }),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
