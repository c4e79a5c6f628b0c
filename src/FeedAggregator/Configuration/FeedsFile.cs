using FeedAggregator.Digests;
using FeedAggregator.Feeds;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FeedAggregator.Configuration;

/// <summary>What the admin describes in <c>feeds.yaml</c>: the feeds to poll and the digests to make of them.</summary>
/// <param name="Problems">Everything wrong in the file. With a fatal one among them the rest is not to be used.</param>
public sealed record FeedsFile(IReadOnlyList<Feed> Feeds, IReadOnlyList<DigestDefinition> Digests, IReadOnlyList<ConfigProblem> Problems)
{
    public bool IsUsable => !Problems.Any(x => x.Fatal);

    /// <param name="source">What the problems call the file.</param>
    public static FeedsFile Parse(string yaml, string source)
    {
        var problems = new List<ConfigProblem>();
        if (Root(yaml, source, problems) is not { } root)
        {
            return new FeedsFile([], [], problems);
        }
        if (root.Whole("version") is { } version && version != 1)
        {
            root.Report(root.LineOf("version"), $"version {version} is not known to this release; write \"version: 1\"");
        }
        var defaults = root.Map("defaults", "defaults") is { } map ? FeedEntry.Defaults(map) : FeedEntry.NoDefaults;
        var feeds = FeedEntry.ReadAll(root, defaults);
        var digests = DigestEntry.ReadAll(root, feeds);
        root.RejectUnknown();
        return new FeedsFile(feeds, digests, [.. problems.OrderBy(x => x.Line)]);
    }

    private static YamlMap? Root(string yaml, string source, List<ConfigProblem> problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 0)
            {
                problems.Add(new ConfigProblem(source, 0, "the file is empty; write at least one feed under \"feeds:\""));
                return null;
            }
            return new YamlMap(stream.Documents[0].RootNode, "the file", source, problems);
        }
        catch (YamlException broken)
        {
            problems.Add(YamlSlip.Of(yaml, broken.InnerException as YamlException ?? broken).In(source));
            return null;
        }
    }
}
