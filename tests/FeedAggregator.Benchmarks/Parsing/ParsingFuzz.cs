using System.Diagnostics;
using FeedAggregator.Parsing;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>Truncates and mutates documents, and counts what must never be: an exception, or a document that takes long.</summary>
internal static class ParsingFuzz
{
    private const int TruncateEvery = 97;
    private const int Seed = 20261122;
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(1);

    /// <returns>How many documents failed.</returns>
    public static int Run(IReadOnlyList<byte[]> documents, int mutations)
    {
        var failed = 0;
        var slowest = TimeSpan.Zero;
        var count = 0;
        foreach (var document in Truncations(documents).Concat(Mutations(documents, mutations)))
        {
            count++;
            var watch = Stopwatch.StartNew();
            try
            {
                FeedParser.Parse(document, DocumentContext.None);
            }
            catch (Exception e)
            {
                failed++;
                Console.WriteLine($"document {count}: {e}");
            }
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            failed += watch.Elapsed > TooLong ? 1 : 0;
        }
        Console.WriteLine($"{count} documents, {failed} failed, slowest {slowest.TotalMilliseconds:0} ms");
        return failed;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Truncations(IReadOnlyList<byte[]> documents)
    {
        foreach (var document in documents)
        {
            for (var length = 0; length < document.Length; length += TruncateEvery)
                yield return document.AsMemory(0, length);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Mutations(IReadOnlyList<byte[]> documents, int count)
    {
        var random = new Random(Seed);
        for (var i = 0; i < count; i++)
            yield return Mutation.Of(documents[random.Next(documents.Count)], random);
    }
}
