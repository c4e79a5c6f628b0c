using FeedAggregator.Configuration;
using FeedAggregator.Feeds;

namespace FeedAggregator.Service.Commands;

/// <summary>Feeds as a command line calls them: by id, name or address.</summary>
internal static class FeedNames
{
    /// <returns>False when a word means no feed: each such word was told, with a guess.</returns>
    public static bool AreKnown(IEnumerable<string> words, IReadOnlyCollection<Feed> feeds)
    {
        var unknown = words.Where(x => !feeds.Any(feed => feed.IsCalled(x))).ToList();
        foreach (var word in unknown)
        {
            Console.Error.WriteLine(
                $"there is no feed \"{word}\"; {Spelling.Hint(word, feeds.Select(x => x.Id), feeds.Select(x => x.Name).OfType<string>())}"
            );
        }
        return unknown.Count == 0;
    }
}
