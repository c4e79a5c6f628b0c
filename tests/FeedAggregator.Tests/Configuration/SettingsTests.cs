using FeedAggregator.Configuration;
using FeedAggregator.Service.Commands;
using FeedAggregator.Service.Settings;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_command_line_beats_the_file()
    {
        var settings = Load("""{ "Polling": { "MaxRedirects": 2, "TotalTimeout": "20s" } }""", "--Polling:MaxRedirects=4");

        Assert.Empty(settings.Problems);
        Assert.Equal((4, TimeSpan.FromSeconds(20)), (settings.Polling.MaxRedirects, settings.Polling.TotalTimeout));
    }

    [Theory]
    [InlineData("20s")]
    [InlineData("00:00:20")]
    [InlineData("20")]
    public void A_span_may_be_written_in_three_ways(string text) =>
        Assert.Equal(
            TimeSpan.FromSeconds(20),
            Load("{}", $"--Polling:TotalTimeout={text}", "--Polling:AttemptTimeout=5s").Polling.TotalTimeout
        );

    [Fact]
    public void Lists_may_be_arrays_or_have_commas()
    {
        var settings = Load(
            """{ "Polling": { "AllowedPrivateHosts": ["a.lan", "b.lan"] } }""",
            "--Polling:AllowedPrivateNetworks=10.0.0.0/8,127.0.0.0/8"
        );

        Assert.Empty(settings.Problems);
        Assert.Equal(["a.lan", "b.lan"], settings.Polling.AllowedPrivateHosts);
        Assert.Equal(["10.0.0.0/8", "127.0.0.0/8"], settings.Polling.AllowedPrivateNetworks);
    }

    [Fact]
    public void A_list_on_the_command_line_takes_the_place_of_the_files_and_is_not_added_to_it()
    {
        var settings = Load(
            """{ "Web": { "Urls": ["http://127.0.0.1:1", "http://127.0.0.1:2"] }, "Polling": { "AllowedPrivateHosts": "a.lan" } }""",
            "--Web:Urls=http://127.0.0.1:9",
            "--Polling:AllowedPrivateHosts:0=b.lan"
        );

        Assert.Equal(["http://127.0.0.1:9"], settings.Web.Urls);
        Assert.Equal(["b.lan"], settings.Polling.AllowedPrivateHosts);
    }

    [Fact]
    public void A_list_in_the_environment_takes_the_place_of_the_files_too()
    {
        File.WriteAllText(
            Path.Combine(_folder.Path, "appsettings.json"),
            """{ "Web": { "Urls": ["http://127.0.0.1:1", "http://127.0.0.1:2"] } }"""
        );

        var values = SettingsSources.Collect(
            Path.Combine(_folder.Path, "appsettings.json"),
            [new("Web__Urls__0", "http://127.0.0.1:8"), new("Web__Urls__1", "http://127.0.0.1:9")],
            new Dictionary<string, string>(),
            []
        );

        var problems = new List<ConfigProblem>();
        Assert.Equal(["http://127.0.0.1:8", "http://127.0.0.1:9"], SettingsBinder.Bind<WebOptions>("Web", values, problems).Urls);
        Assert.Empty(problems);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_file_and_line()
    {
        var settings = Load(
            """
            {
              // a comment, and a trailing comma below
              "Store": { "Engin": "sqlite" },
              "Polling": {
                "TotalTimeout": "soon",
                "MaxRedirects": -1,
              },
              "Web": { "Urls": "nowhere" }
            }
            """
        );

        Assert.False(settings.IsUsable);
        Assert.Equal([3, 5, 6, 8], settings.Problems.Select(x => x.Line).Order());
        Assert.Contains(settings.Problems, x => x.Message == "there is no setting \"Store:Engin\"; did you mean \"Engine\"?");
    }

    [Fact]
    public void A_section_nobody_reads_is_told_and_those_of_the_frameworks_are_not()
    {
        var settings = Load(
            """
            {
              "$schema": "x", "//": "ours", "Kestrel": { "Limits": { "MaxConcurrentConnections": 9 } },
              "Poling": { "MaxRedirects": 2 }
            }
            """
        );

        var problem = Assert.Single(settings.Problems);
        Assert.Equal((3, "there is no section \"Poling\" of settings; did you mean \"Polling\"?"), (problem.Line, problem.Message));
    }

    [Fact]
    public void A_wrong_value_on_the_command_line_is_told_once()
    {
        var problem = Assert.Single(Load("{}", "--Web:Urls=htp://x").Problems);

        Assert.StartsWith(
            "command line: Web:Urls: \"htp://x\" must be an address to listen on",
            problem.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_log_level_is_checked_like_any_other_setting()
    {
        var settings = Load(
            "{\n  \"Logging\": { \"LogLevel\": { \"Default\": \"Debgu\", \"Quartz\": \"debug\" } } }",
            "--Logging:Console:FormatterName=yaml"
        );

        Assert.Equal([0, 2], settings.Problems.Select(x => x.Line).Order());
        Assert.Contains(
            settings.Problems,
            x => x.Message.StartsWith("Logging:LogLevel:Default: \"Debgu\" must be one of trace, debug", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_logged_can_be_said_on_the_command_line_too()
    {
        var settings = Load(
            """{ "Logging": { "LogLevel": { "Default": "Warning", "Quartz": "Error" } } }""",
            "--Logging:LogLevel:Default=Debug"
        );

        Assert.Empty(settings.Problems);
        Assert.Equal(("Debug", "Error"), (settings.Logging["Logging:LogLevel:Default"], settings.Logging["Logging:LogLevel:Quartz"]));
    }

    [Fact]
    public void A_file_that_is_not_json_is_told_with_its_line() => Assert.Equal(2, Assert.Single(Load("{\n  \"Store\": [}").Problems).Line);

    [Fact]
    public void No_file_means_defaults() =>
        Assert.True(AppSettings.Load(new Invocation(_folder.Path, _folder.Path, new Dictionary<string, string>())).IsUsable);

    [Fact]
    public void Environment_variables_count_with_and_without_prefix_and_the_prefix_wins()
    {
        var values = SettingsSources.Collect(
            "missing.json",
            [
                new("FEEDAGGREGATOR_Polling__MaxRedirects", "3"),
                new("Polling__MaxRedirects", "2"),
                new("Web__SiteName", "News"),
                new("PATH", "x"),
            ],
            new Dictionary<string, string>(),
            []
        );

        Assert.Equal(("3", "News"), (values["Polling:MaxRedirects"].Text, values["Web:SiteName"].Text));
        Assert.Equal(2, values.Count);
    }

    private AppSettings Load(string json, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "appsettings.json"), json);
        return AppSettings.Load(new Invocation(_folder.Path, _folder.Path, Overrides.Split(arguments).Settings));
    }
}
