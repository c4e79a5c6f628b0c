using FeedAggregator.Parsing;

namespace FeedAggregator.Tests.Parsing;

/// <summary>The same damage each run. Far more of it, over any folder: <c>parsing fuzz</c> of the benchmarks project.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 3_000;
    private const int Seed = 20261122;

    [Fact]
    public void A_document_cut_anywhere_never_throws()
    {
        foreach (var body in Golden.Names.Select(Golden.Bytes))
        {
            for (var length = 0; length <= body.Length; length++)
                Assert.NotNull(FeedParser.Parse(body[..length], DocumentContext.None));
        }
    }

    [Fact]
    public void A_damaged_document_never_throws()
    {
        var documents = Golden.Names.Select(Golden.Bytes).Where(b => b.Length > 0).ToList();
        var random = new Random(Seed);
        for (var n = 0; n < Mutations; n++)
        {
            var body = documents[random.Next(documents.Count)].ToArray();
            for (var changes = random.Next(1, 9); changes > 0; changes--)
                body = Damaged(body, random);

            var result = FeedParser.Parse(body, DocumentContext.None);

            Assert.All(Texts(result), t => Assert.False(string.IsNullOrWhiteSpace(t.Value)));
        }
    }

    private static byte[] Damaged(byte[] body, Random random)
    {
        if (body.Length == 0)
            return body;
        var at = random.Next(body.Length);
        var length = Math.Min(random.Next(1, 40), body.Length - at);
        return random.Next(4) switch
        {
            0 => [.. body[..at], (byte)random.Next(256), .. body[(at + 1)..]],
            1 => [.. body[..at], .. body[(at + length)..]],
            2 => [.. body[..at], .. body[at..(at + length)], .. body[at..]],
            _ => [.. body[..at], (byte)"<>&;\"'/!?["[random.Next(10)], .. body[at..]],
        };
    }

    private static IEnumerable<TextConstruct> Texts(ParseResult result) =>
        result is ParseResult.Parsed(var feed)
            ? feed.Items.SelectMany(i => new[] { i.Title, i.Summary, i.Content, i.Rights }).Append(feed.Title).OfType<TextConstruct>()
            : [];
}
