using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

/// <summary>The executable as people and scripts use it: what it prints and how it exits.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string NoFeeds = "feeds: []\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_shows_the_verbs_with_examples_and_exit_codes()
    {
        var help = await Executable.RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(
            ["run", "demo", "poll", "digest", "feeds", "config", "parse", "Examples:", "Exit codes:"],
            x => Assert.Contains(x, help.Output, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Help_is_given_for_a_verb_whose_argument_is_missing()
    {
        var help = await Executable.RunAsync("feeds", "check", "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.Contains("feeds check https://example.org/feed.xml", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_feeds_file_is_told_and_nothing_is_started()
    {
        var run = await Executable.RunAsync("run", "--config", _folder.Path, "--data", _folder.Path, "--urls", "http://127.0.0.1:0");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("feeds.yaml: the file is not there", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_a_wrong_command_line()
    {
        var ended = await Executable.RunAsync("plol");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("plol", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_nearly_a_verb_is_guessed()
    {
        var ended = await Executable.RunAsync("feeds", "lst");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(
            "feeds: there is no \"lst\"; did you mean \"list\"?\nTry: feedaggregator feeds --help\n",
            ended.Errors.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task A_group_without_a_verb_shows_its_verbs()
    {
        var ended = await Executable.RunAsync("store");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal("", ended.Output);
        Assert.Contains("backup", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("Examples:", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_configuration_is_told_line_by_line_and_nothing_is_started()
    {
        _folder.Write("feeds.yaml", "feeds:\n  - url: ftp://x\n  - name: nameless\n");

        var check = await Executable.RunAsync("config", "check", "--config", _folder.Path);
        var run = await Executable.RunAsync("run", "--config", _folder.Path, "--data", _folder.Path, "--urls", "http://127.0.0.1:0");

        Assert.Equal((2, 2), (check.ExitCode, run.ExitCode));
        Assert.Contains("feeds.yaml:2: url:", check.Errors, StringComparison.Ordinal);
        Assert.Contains("feeds.yaml:3: a feed needs its address", check.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_is_told_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        _folder.Write("feeds.yaml", NoFeeds);

        var ended = await Executable.RunAsync(
            "run",
            "--config",
            _folder.Path,
            "--data",
            _folder.Path,
            "--urls",
            $"http://{taken.LocalEndpoint}"
        );

        Assert.Equal(4, ended.ExitCode);
        Assert.Contains("choose another address with --urls", ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_machine_is_told_like_one_that_is_taken()
    {
        _folder.Write("feeds.yaml", NoFeeds);

        var ended = await Executable.RunAsync("run", "--config", _folder.Path, "--data", _folder.Path, "--urls", "http://192.0.2.1:8080");

        Assert.Equal(4, ended.ExitCode);
        Assert.Single(ended.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_is_told_in_one_line()
    {
        _folder.Write("feeds.yaml", NoFeeds);
        var file = _folder.Write("not-a-folder", "");

        var ended = await Executable.RunAsync("poll", "--once", "--config", _folder.Path, "--data", Path.Combine(file, "data"));

        Assert.Equal(3, ended.ExitCode);
        Assert.Single(ended.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Another_programs_file_is_refused_and_left_as_it_was()
    {
        _folder.Write("feeds.yaml", NoFeeds);
        var file = _folder.Write("feedaggregator.db", "this is no database, but somebody's letter");

        var ended = await Executable.RunAsync("poll", "--once", "--config", _folder.Path, "--data", _folder.Path);

        Assert.Equal(3, ended.ExitCode);
        Assert.Equal("this is no database, but somebody's letter", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Polls_are_told_to_programs_as_json_lines_and_a_digest_in_any_form()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/good", Answer.Feed(RssText.Feed(RssText.Item("Good news", "1", "https://g.example/1"))));
        publisher.Serve("/bad", new Answer(404, ""));
        _folder.Write(
            "feeds.yaml",
            $"feeds:\n  - {{url: '{publisher.Url("/good")}', id: good}}\n  - {{url: '{publisher.Url("/bad")}', id: bad}}\n"
        );
        string[] place =
        [
            "--config",
            _folder.Path,
            "--data",
            _folder.Path,
            "--Polling:AllowedPrivateNetworks=127.0.0.0/8",
            "--Polling:MinHostGap=0s",
        ];

        var poll = await Executable.RunAsync(["poll", "--once", "--json", .. place]);
        var digest = await Executable.RunAsync(["digest", "--format", "md", .. place]);
        var list = await Executable.RunAsync(["feeds", "list", "--json", .. place]);

        var polls = poll
            .Output.Trim()
            .Split('\n')
            .Select(x => JsonDocument.Parse(x).RootElement.GetProperty("poll").GetProperty("outcome").GetString())
            .Order(StringComparer.Ordinal);
        Assert.Equal(["error", "ok"], polls);
        Assert.Equal((1, 0, 0), (poll.ExitCode, digest.ExitCode, list.ExitCode));
        Assert.Contains("[Good news](<https://g.example/1>)", digest.Output, StringComparison.Ordinal);
        Assert.Equal("http-4xx", JsonDocument.Parse(list.Output).RootElement[0].GetProperty("failureClass").GetString());
    }

    [Fact]
    public async Task What_is_unknown_is_a_wrong_command_line_whatever_the_verb_and_nothing_is_done()
    {
        await using var publisher = new LoopbackPublisher();
        publisher.Serve("/good", Answer.Feed(RssText.Feed(RssText.Item("Good news", "1"))));
        _folder.Write("feeds.yaml", $"feeds:\n  - {{url: '{publisher.Url("/good")}', id: good, name: Good News}}\n");
        string[] place = ["--config", _folder.Path, "--data", _folder.Path];

        var polled = await Executable.RunAsync(["poll", "good", "Good Nwes", .. place]);
        var explained = await Executable.RunAsync(["feeds", "explain", "nosuch", .. place]);
        var story = await Executable.RunAsync(["stories", "show", "17", .. place]);
        var option = await Executable.RunAsync(["feeds", "list", "--jsno", .. place]);
        var section = await Executable.RunAsync(["feeds", "list", "--Poling:MaxRedirects=3", .. place]);
        var document = await Executable.RunAsync(["parse", Path.Combine(_folder.Path, "nosuch.xml"), .. place]);
        var backup = await Executable.RunAsync(["store", "restore", Path.Combine(_folder.Path, "nosuch.db"), .. place]);

        Assert.All([polled, explained, story, option, section, document, backup], x => Assert.Equal((2, ""), (x.ExitCode, x.Output)));
        Assert.Empty(publisher.Requests);
        Assert.Contains("there is no feed \"Good Nwes\"; did you mean \"Good News\"?", polled.Errors, StringComparison.Ordinal);
        Assert.Contains("there is no story 17", story.Errors, StringComparison.Ordinal);
        Assert.Contains("there is no option --jsno here; did you mean \"--json\"?", option.Errors, StringComparison.Ordinal);
        Assert.Contains("there is no section \"Poling\" of settings; did you mean \"Polling\"?", section.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digests_are_told_in_their_own_zone_and_to_programs_in_utc()
    {
        _folder.Write(
            "feeds.yaml",
            "feeds: []\ndigests:\n  - {name: morning, schedule: 0 7 * * *, time-zone: Asia/Jakarta}\n  - {name: live, title: Live}\n"
        );
        string[] place = ["--config", _folder.Path, "--data", _folder.Path];
        await Executable.RunAsync(["poll", "--once", .. place]);

        var people = await Executable.RunAsync(["digests", "list", .. place]);
        var preview = await Executable.RunAsync(["digests", "preview", "morning", .. place]);
        var programs = await Executable.RunAsync(["digests", "list", "--json", .. place]);

        Assert.Matches("^morning\t\t\t\\d{4}-\\d\\d-\\d\\d 07:00 \\+07:00\tmorning\n", people.Output.ReplaceLineEndings("\n"));
        Assert.Contains("live\t\t\tno schedule\tLive", people.Output, StringComparison.Ordinal);
        Assert.Matches(@"morning: due \d{4}-\d\d-\d\d 07:00 \+07:00, .*; 0 stories in, 0 left out", preview.Output);
        var morning = JsonDocument.Parse(programs.Output).RootElement[0];
        Assert.EndsWith("T00:00:00+00:00", morning.GetProperty("nextAt").GetString(), StringComparison.Ordinal);
        Assert.Equal("Asia/Jakarta", morning.GetProperty("timeZone").GetString());
        Assert.Equal(JsonValueKind.Null, morning.GetProperty("edition").ValueKind);
    }

    [Fact]
    public async Task Every_list_is_json_for_programs_and_where_it_is_empty_people_are_told_what_to_do()
    {
        _folder.Write("feeds.yaml", "feeds: []\ndigests:\n  - name: morning\n");
        string[] place = ["--config", _folder.Path, "--data", _folder.Path];
        await Executable.RunAsync(["poll", "--once", .. place]);

        foreach (var list in new[] { "feeds", "subscribers", "outbox", "stories" })
        {
            var programs = await Executable.RunAsync([list, "list", "--json", .. place]);
            var people = await Executable.RunAsync([list, "list", .. place]);

            Assert.Equal((0, "[]"), (programs.ExitCode, programs.Output.Trim()));
            Assert.Equal((0, ""), (people.ExitCode, people.Output));
            Assert.NotEqual("", people.Errors);
        }
    }

    [Fact]
    public async Task A_log_level_that_is_none_is_told_and_ends_in_no_stack()
    {
        _folder.Write("feeds.yaml", NoFeeds);

        var ended = await Executable.RunAsync(
            "poll",
            "--once",
            "--config",
            _folder.Path,
            "--data",
            _folder.Path,
            "--Logging:LogLevel:Default=Debgu"
        );

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(
            "command line: Logging:LogLevel:Default: \"Debgu\" must be one of trace, debug, information, warning, error, critical, none",
            ended.Errors.Trim()
        );
    }

    [Fact]
    public async Task A_document_is_shown_to_people_and_programs_and_what_is_none_is_told()
    {
        var feed = _folder.Write("feed.xml", RssText.Feed(RssText.Item("Good news", "1")));
        var page = _folder.Write("page.html", "<!doctype html><title>x</title>");

        var people = await Executable.RunAsync("parse", feed);
        var programs = await Executable.RunAsync("parse", feed, "--json");
        var none = await Executable.RunAsync("parse", page);

        Assert.Contains("Good news", people.Output, StringComparison.Ordinal);
        Assert.Equal("rss20", JsonDocument.Parse(programs.Output).RootElement.GetProperty("format").GetString());
        Assert.Equal((0, 0, 1), (people.ExitCode, programs.ExitCode, none.ExitCode));
    }

    [Fact]
    public async Task A_title_that_would_steer_the_terminal_is_shown_without_what_does()
    {
        var feed = _folder.Write(
            "feed.json",
            """{"version":"https://jsonfeed.org/version/1.1","title":"\u001b]0;owned\u0007News","items":[{"id":"1","title":"\u001b[2JGone"}]}"""
        );

        var shown = await Executable.RunAsync("parse", feed);

        Assert.Contains("News", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(shown.Output, x => char.IsControl(x) && x is not '\n' and not '\r');
    }

    [Fact]
    public async Task The_demo_polls_its_sites_and_prints_a_digest_with_stories_that_several_outlets_tell()
    {
        var demo = await Executable.RunAsync("demo", "--once", "--no-browser", "--urls", "http://127.0.0.1:0");

        Assert.Equal(0, demo.ExitCode);
        Assert.Contains("3 outlets", demo.Output, StringComparison.Ordinal);
        Assert.Contains("not-a-feed", demo.Output, StringComparison.Ordinal);
        Assert.Empty(demo.Errors);
    }
}
