using FeedAggregator.Digests;
using FeedAggregator.Mailing;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Digests;

namespace FeedAggregator.Tests.Subscriptions;

public sealed class ReaderEditionTests
{
    [Theory]
    [InlineData(new string[0], "", "", new[] { 1L, 2L, 3L })]
    [InlineData(new[] { "sport" }, "", "", new[] { 2L })]
    [InlineData(new[] { "sport", "local" }, "", "", new[] { 2L, 3L })]
    [InlineData(new[] { "world" }, "", "", new[] { 1L, 3L })]
    [InlineData(new[] { "world" }, "flood", "", new[] { 1L })]
    [InlineData(new string[0], "", "flood, cup", new[] { 3L })]
    [InlineData(new[] { "science" }, "", "", new long[0])]
    public void A_reader_gets_the_stories_of_their_tags_and_words(string[] tags, string include, string exclude, long[] expected)
    {
        // The third is led by a local outlet, and told by one of the world too.
        var edition = Edition(
            Story(1, "Floods in the north: flood gates open", ["world"]),
            Story(2, "Cup final", ["sport"]),
            Story(3, "Bridge closed", ["local"], ["world"])
        );
        var wish = new SubscriptionWish
        {
            Tags = tags,
            IncludeWords = SubscriptionWish.Words(include),
            ExcludeWords = SubscriptionWish.Words(exclude),
        };

        Assert.Equal(expected, ReaderEdition.For(edition, wish).Stories.Select(x => x.Id));
    }

    [Fact]
    public void Tags_outlive_the_frozen_document()
    {
        var kept = EditionDocument.Read(EditionDocument.Write(Edition(Story(1, "Cup final", ["sport"]), Story(2, "Floods", ["world"]))));

        Assert.Equal([1L], ReaderEdition.For(kept, new SubscriptionWish { Tags = ["sport"] }).Stories.Select(x => x.Id));
    }

    private static DigestStory Story(long id, string title, string[] tags, string[]? otherTags = null) =>
        new()
        {
            Id = id,
            Lead = Item(id, title, tags),
            AlsoIn = otherTags is null ? [] : [Item(id + 100, title, otherTags)],
        };

    private static ItemSummary Item(long id, string title, string[] tags) => Some.Item(id) with { Title = title, FeedTags = tags };

    private static DigestView Edition(params DigestStory[] stories) =>
        new()
        {
            Name = "morning",
            Title = "Morning news",
            From = Some.Now.AddDays(-1),
            To = Some.Now,
            UpdatedAt = Some.Now,
            Groups = [new DigestGroup(null, stories)],
        };
}
