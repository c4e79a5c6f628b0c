using FeedAggregator.Parsing;

namespace FeedAggregator.Tests.Parsing;

/// <summary>One feed for each idea, named after what it proves.</summary>
public sealed class GoldenFeedTests
{
    private static readonly DocumentContext Context = new() { Url = new Uri("https://feeds.example/dir/feed.xml") };

    public static TheoryData<string> Feeds => [.. Golden.Names];

    [Theory]
    [MemberData(nameof(Feeds))]
    public void A_feed_becomes_what_its_publisher_meant(string name)
    {
        var body = Golden.Bytes(name);

        var result = FeedParser.Parse(body, Context);

        Golden.Check(name, Golden.Describe(result));
    }
}
