using System.Globalization;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>
/// <c>parsing throughput</c> and <c>parsing fuzz [mutations]</c>, over the files below the folder that the environment variable FEEDS
/// names, else over generated feeds.
/// </summary>
internal static class ParsingRuns
{
    private const int Mutations = 100_000;

    /// <returns>The exit code: 1 when a document failed.</returns>
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["throughput"]:
                ParsingThroughput.Run(FeedFiles.Load());
                return 0;
            case ["fuzz", .. var rest]:
                var mutations = rest is [var n] ? int.Parse(n, CultureInfo.InvariantCulture) : Mutations;
                return ParsingFuzz.Run(FeedFiles.Load(), mutations) == 0 ? 0 : 1;
            default:
                Console.Error.WriteLine("parsing throughput | parsing fuzz [mutations]");
                return 2;
        }
    }
}
