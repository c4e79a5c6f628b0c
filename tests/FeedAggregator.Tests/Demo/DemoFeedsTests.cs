using FeedAggregator.Configuration;
using FeedAggregator.Parsing;
using FeedAggregator.Service.Demo;

namespace FeedAggregator.Tests.Demo;

/// <summary>The demo's data in the eyes of the product.</summary>
public sealed class DemoFeedsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_demos_feeds_file_has_no_problems()
    {
        var seeds = await DemoSeeds.LoadAsync(Path.Combine(DemoPublisherTests.Seeds, "demo"), CancellationToken.None);

        var file = FeedsFile.Parse(seeds.FeedsYaml.Replace("{publisher}", "127.0.0.2:81", StringComparison.Ordinal), "feeds.yaml");

        Assert.Empty(file.Problems);
        Assert.Equal(seeds.Sites.Sum(site => site.Feeds.Count), file.Feeds.Count);
        Assert.True(file.Digests.Count >= 3);
    }

    [Fact]
    public async Task The_parser_gets_every_item_of_every_document_with_its_time()
    {
        var seeds = await DemoSeeds.LoadAsync(Path.Combine(DemoPublisherTests.Seeds, "demo"), CancellationToken.None);

        foreach (var site in seeds.Sites)
        {
            foreach (var feed in site.Feeds.Where(feed => feed.Behaviour is not DemoBehaviour.Html and not DemoBehaviour.Missing))
            {
                var edition = DemoEdition.At(site, Start, Start).Only(feed.Category);
                var document = DemoDocument.Render(site, feed, edition, new Uri($"http://127.0.0.2:81/{site.Slug}/"));

                var parsed = FeedParser.Parse(document.Bytes, new DocumentContext { ContentType = document.ContentType });

                var items = Assert.IsType<ParseResult.Parsed>(parsed).Feed.Items;
                Assert.Equal(edition.Entries.Select(entry => entry.Title), items.Select(item => item.Title?.Value));
                // Without a zone a local time is off by the site's own; without seconds by up to a minute.
                Assert.All(
                    edition.Entries.Zip(items),
                    pair =>
                        Assert.InRange(
                            pair.Second.Published ?? default,
                            pair.First.Published.AddMinutes(-1),
                            pair.First.Published + site.Zone.Duration()
                        )
                );
            }
        }
    }
}
