using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FeedAggregator.Benchmarks.Parsing;

/// <summary>Parsing beside a bare pass of the platform's reader over the same documents, with allocation.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class ParsingBenchmarks
{
    private readonly IReadOnlyList<byte[]> _documents = FeedFiles.Load();

    [Benchmark(Baseline = true)]
    public int BareXmlReader() => _documents.Sum(Workloads.BareXmlReader);

    [Benchmark]
    public int Parse() => _documents.Sum(Workloads.Parse);

    [Benchmark]
    public int ParseAndClean() => _documents.Sum(Workloads.ParseAndClean);

    private sealed class InProcess : BenchmarkDotNet.Configs.ManualConfig
    {
        public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
