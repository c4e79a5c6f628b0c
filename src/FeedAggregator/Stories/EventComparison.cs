namespace FeedAggregator.Stories;

/// <summary>What two items have in common when they report on one event in different words.</summary>
/// <param name="Pair">Words and titles.</param>
/// <param name="MarksCosine">Cosine, by squared rarity, of all that the two name: 0..1.</param>
/// <param name="MarksMass">Rarity of what both name, in nats.</param>
internal readonly record struct EventEvidence(PairEvidence Pair, double MarksCosine, double MarksMass)
{
    internal static EventEvidence Of(PairEvidence pair, StoryFingerprint a, StoryFingerprint b, CandidateSearch search)
    {
        double dot = 0,
            normA = 0,
            normB = 0,
            mass = 0;
        var (i, j) = (0, 0);
        while (i < a.Marks.Length || j < b.Marks.Length)
        {
            var left = i < a.Marks.Length ? a.Marks[i] : int.MaxValue;
            var right = j < b.Marks.Length ? b.Marks[j] : int.MaxValue;
            var weight = search.RarityOfMark((ushort)Math.Min(left, right));
            var squared = weight * weight;
            normA += left <= right ? squared : 0;
            normB += right <= left ? squared : 0;
            dot += left == right ? squared : 0;
            mass += left == right ? weight : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return new EventEvidence(pair, dot / Math.Max(1, Math.Sqrt(normA * normB)), mass);
    }
}
