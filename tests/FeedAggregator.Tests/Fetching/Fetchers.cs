using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Fetching;

/// <summary>Fetchers for publishers on loopback, and short ways to use them.</summary>
internal static class Fetchers
{
    public const string Rss = "<rss version='2.0'><channel><title>t</title><item><title>one</title></item></channel></rss>";

    /// <summary>Loopback is allowed, and there are no manners to wait for.</summary>
    public static readonly FetchOptions Local = new() { AllowedPrivateNetworks = ["127.0.0.0/8", "::1/128"], MinHostGap = TimeSpan.Zero };

    /// <summary>As the service runs by default, but without waiting.</summary>
    public static readonly FetchOptions Public = new() { MinHostGap = TimeSpan.Zero };

    public static FeedFetcher Make(FetchOptions? options = null, TimeProvider? clock = null, Network? network = null) =>
        new(options ?? Local, clock ?? TimeProvider.System, network ?? Network.Real);

    public static Task<FetchResult> FetchAsync(this FeedFetcher fetcher, Uri url) =>
        fetcher.FetchAsync(new FetchRequest { Url = url }, default);

    public static Task<FetchResult> FetchAsync(this FeedFetcher fetcher, string url) => fetcher.FetchAsync(new Uri(url));

    public static async Task<FetchResult> FetchOnceAsync(Uri url, FetchOptions? options = null)
    {
        using var fetcher = Make(options);
        return await fetcher.FetchAsync(url);
    }

    public static FetchResult.Failed AssertFailed(FailureClass expected, FetchResult result)
    {
        var failed = Assert.IsType<FetchResult.Failed>(result);
        Assert.Equal((expected, failed.Text), (failed.Class, failed.Text));
        return failed;
    }
}
