using FeedAggregator.Digests;

namespace FeedAggregator.Tests.Digests;

public sealed class DigestDefinitionTests
{
    [Fact]
    public void The_defaults_are_fine() => Assert.Empty(new DigestDefinition { Name = "morning-1" }.Problems());

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var definition = new DigestDefinition
        {
            Name = "Morning News",
            MinOutlets = 0,
            MaxStories = 501,
            MaxPerFeed = 0,
            Window = TimeSpan.Zero,
            HalfLife = TimeSpan.FromDays(32),
            Settle = TimeSpan.FromDays(2),
            Tags = [" "],
            IncludeWords = ["!?", new string('x', 101)],
            ExcludeWords = [.. Enumerable.Range(0, 201).Select(i => "w" + i)],
            Schedule = new DigestSchedule("0 7 * * *", "Asia/Atlantis"),
        };

        var problems = string.Join('\n', definition.Problems());

        Golden.Check("problems.txt", problems);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("top-10", true)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    [InlineData("añb", false)]
    public void A_name_is_a_slug(string name, bool fine) =>
        Assert.Equal(
            fine,
            !new DigestDefinition { Name = name }
                .Problems()
                .Any()
        );

    [Fact]
    public void The_query_asks_the_store_for_what_it_can_decide()
    {
        var definition = Some.Digest with { Tags = ["asean"], Feeds = ["antara"] };

        var query = DigestQueries.QueryFor(definition, Some.Now.AddHours(-1), Some.Now);

        Assert.Equal((Some.Now.AddHours(-1), Some.Now), (query.Since!.Value, query.Until!.Value));
        Assert.Equal(["asean"], query.Tags);
        Assert.Equal(["antara"], query.Feeds);
        Assert.False(query.WithoutBacklog);
    }
}
