using System.Text.Json;
using FeedAggregator.Service.Commands;
using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>An item of a labelled stream, ready for the window.</summary>
internal sealed record LabelledItem(
    StreamItem Item,
    StoryFingerprint Fingerprint,
    string Story,
    string Language,
    IReadOnlySet<string> Undecided
)
{
    internal WindowItem InWindow(long id) => new(id, Item.Feed, Fingerprint, Item.ArrivedAt);
}

/// <summary>Reads JSON lines that carry the labels <c>story</c>, <c>lang</c> and <c>maybe</c> beside what the service may see.</summary>
internal static class LabelledStream
{
    internal static List<LabelledItem> Read(string path)
    {
        var labels = File.ReadLines(path).Where(x => x.Length > 0).Select(Labels).ToList();
        using var input = File.OpenRead(path);
        return
        [
            .. EvaluateStories
                .Read(input)
                .Zip(
                    labels,
                    (item, label) =>
                        new LabelledItem(
                            item,
                            StoryFingerprint.Of(item.Title, item.Text, item.Url),
                            label.Story,
                            label.Language,
                            label.Undecided
                        )
                ),
        ];
    }

    private static (string Story, string Language, HashSet<string> Undecided) Labels(string line)
    {
        using var json = JsonDocument.Parse(line);
        var row = json.RootElement;
        var undecided = row.TryGetProperty("maybe", out var maybe) ? maybe.EnumerateArray().Select(x => x.GetString()!) : [];
        return (row.GetProperty("story").GetString()!, row.GetProperty("lang").GetString()!, undecided.ToHashSet());
    }
}
