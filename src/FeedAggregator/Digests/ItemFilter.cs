using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>What of a definition one item decides: its language and its words. Tags, feeds and time were asked of the store.</summary>
/// <param name="gate">What an edition asks besides; null for the live page.</param>
internal sealed class ItemFilter(DigestDefinition definition, EditionGate? gate = null)
{
    private readonly WordFilter _include = new(definition.IncludeWords);
    private readonly WordFilter _exclude = new(definition.ExcludeWords);
    private readonly Dictionary<long, string> _folded = [];

    /// <summary>Why the item is not for this digest; null when it is.</summary>
    public string? Refusal(ItemSummary item)
    {
        if (gate?.Refusal(item) is { } refusal)
            return refusal;
        if (!HasLanguage(item))
            return item.Language is null ? "its language is not known" : $"its language is {item.Language}";
        if (ExcludedWord(item) is { } word)
            return $"it has the excluded '{word}'";
        if (!_include.IsEmpty && _include.FirstIn(Words(item)) is null)
            return "it has none of the words asked for";
        return null;
    }

    public string? ExcludedWord(ItemSummary item) => _exclude.IsEmpty ? null : _exclude.FirstIn(Words(item));

    /// <summary>Title and excerpt, folded once however often they are asked for; no phrase spans the two.</summary>
    private string Words(ItemSummary item)
    {
        if (!_folded.TryGetValue(item.Id, out var words))
            _folded[item.Id] = words = $"{WordFilter.Fold(item.Title)}\n{WordFilter.Fold(item.Excerpt)}";
        return words;
    }

    /// <summary>Basic filtering of RFC 4647 §3.3.1: a range takes the tag itself and whatever it begins, up to a hyphen.</summary>
    private bool HasLanguage(ItemSummary item) =>
        definition.Languages.Count == 0
        || definition.Languages.Any(range =>
            item.Language is { } tag
            && tag.StartsWith(range, StringComparison.OrdinalIgnoreCase)
            && (tag.Length == range.Length || tag[range.Length] == '-')
        );
}
