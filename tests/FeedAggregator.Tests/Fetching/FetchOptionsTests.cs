using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Fetching;

public sealed class FetchOptionsTests
{
    [Fact]
    public void The_defaults_are_sane()
    {
        Assert.Empty(new FetchOptions().Problems());
    }

    [Fact]
    public void All_nonsense_is_reported_at_once_by_the_name_of_the_setting()
    {
        var options = new FetchOptions
        {
            AttemptTimeout = TimeSpan.Zero,
            MinHostGap = TimeSpan.FromSeconds(-1),
            MaxDocumentBytes = 0,
            MaxConcurrency = 0,
            UserAgent = "line\nbreak",
            Contact = "(me)",
            Proxy = new Uri("socks5://127.0.0.1:1080"),
            AllowedPrivateHosts = ["not a host"],
            AllowedPrivateNetworks = ["192.168.1.0/33", "nonsense"],
        };

        var problems = options.Problems().ToList();

        string[] settings = ["AttemptTimeout", "MinHostGap", "MaxDocumentBytes", "MaxConcurrency", "UserAgent", "Contact", "Proxy"];
        Assert.All(settings, setting => Assert.Single(problems, problem => problem.StartsWith(setting + " ", StringComparison.Ordinal)));
        Assert.Equal(3, problems.Count(problem => problem.StartsWith("AllowedPrivate", StringComparison.Ordinal)));
        Assert.Equal(10, problems.Count);
    }

    [Fact]
    public void A_fetcher_refuses_options_with_problems()
    {
        var options = new FetchOptions { MaxRedirects = -1, ReadTimeout = TimeSpan.Zero };

        var error = Assert.Throws<ArgumentException>(() => new FeedFetcher(options, TimeProvider.System));

        Assert.Contains("MaxRedirects", error.Message, StringComparison.Ordinal);
        Assert.Contains("ReadTimeout", error.Message, StringComparison.Ordinal);
    }
}
