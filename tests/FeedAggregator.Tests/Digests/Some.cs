using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Digests;

/// <summary>Items, digests and frames to test with; say only what matters.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 11, 5, 0, TimeSpan.Zero);

    public static DigestDefinition Digest => new() { Name = "morning", Title = "Morning news" };

    public static ItemSummary Item(long id, long? story = null, string feed = "antara", double hoursAgo = 1) =>
        new()
        {
            Id = id,
            StoryId = story ?? id,
            FeedId = feed,
            FeedName = feed,
            Title = $"Title {id}",
            Link = $"https://{feed}.example/{id}",
            NewsAt = Now - TimeSpan.FromHours(hoursAgo),
            SeenAt = Now - TimeSpan.FromHours(hoursAgo),
        };

    public static DigestView View(params ItemSummary[] items) => DigestComposer.Compose(Digest, items, [], Now);

    public static PageFrame Frame =>
        new()
        {
            BaseUrl = "https://news.example",
            SiteName = "Feeds at Home",
            HtmlUrl = "/digests/morning",
            AtomUrl = "/digests/morning.atom",
            JsonUrl = "/digests/morning.json",
            JsonFeedUrl = "/digests/morning.feed.json",
            MarkdownUrl = "/digests/morning.md",
            Navigation = [new("/digest", "Today"), new("/digests", "Digests", Current: true), new("/feeds", "Feeds")],
            Now = Now,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"),
        };

    public static MailFrame Mail =>
        new()
        {
            WebUrl = "https://news.example/digests/morning/12",
            ManageUrl = "https://news.example/subscriptions/abc",
            UnsubscribeUrl = "https://news.example/unsubscribe/abc",
            Edition = 12,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"),
        };
}
