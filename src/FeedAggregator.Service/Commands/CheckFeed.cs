using System.Text.Encodings.Web;
using System.Text.Json;
using FeedAggregator.Fetching;
using FeedAggregator.Parsing;

namespace FeedAggregator.Service.Commands;

/// <summary><c>feeds check URL</c>: one poll of one address with nothing stored, and what came of it.</summary>
internal static class CheckFeed
{
    internal const int Good = 0;
    internal const int Bad = 1;

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns><see cref="Good"/> when the address gave a feed, else <see cref="Bad"/>.</returns>
    internal static async Task<int> RunAsync(string url, bool json, FeedFetcher fetcher, TextWriter output, CancellationToken ct)
    {
        var finding = await FindAsync(url, fetcher, ct);
        var text = json ? JsonSerializer.Serialize(finding.ForPrograms(), OneLine) : Listing.OneLine($"{finding.Outcome}: {finding.Text}");
        await output.WriteLineAsync(text.AsMemory(), ct);
        return finding.Outcome == "ok" ? Good : Bad;
    }

    private static async Task<Finding> FindAsync(string url, FeedFetcher fetcher, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            return Finding.Error(FailureClass.BadScheme, "This is not an absolute address; it must begin with http:// or https://.");
        return await fetcher.FetchAsync(new FetchRequest { Url = address, Forced = true }, ct) switch
        {
            FetchResult.Document document => Judge(document),
            FetchResult.NotModified => new Finding("not-modified", null, 0, "The server says nothing has changed."),
            FetchResult.Failed failed => Finding.Error(failed.Class, failed.Text),
            var other => throw new InvalidOperationException($"No such result: {other.GetType()}."),
        };
    }

    private static Finding Judge(FetchResult.Document document)
    {
        return FeedParser.Parse(document.Body, RefreshFeed.ContextOf(document)) switch
        {
            ParseResult.Parsed parsed => Describe(document.Facts, parsed.Feed),
            ParseResult.NotAFeed page => Finding.Error(
                page.IsBroken ? FailureClass.ParseError : FailureClass.NotAFeed,
                Describe(document.Facts, page)
            ),
            var other => throw new InvalidOperationException($"No such result: {other.GetType()}."),
        };
    }

    private static Finding Describe(FetchFacts facts, ParsedFeed feed)
    {
        var moved = facts.MovedTo is { } to ? $" It has moved for good to {to}." : "";
        return new Finding(
            "ok",
            null,
            feed.Items.Count,
            $"{feed.Title?.Value ?? "A feed without a title"}, {Counted.Of(feed.Items.Count, "item")}.{moved}"
        );
    }

    private static string Describe(FetchFacts facts, ParseResult.NotAFeed page)
    {
        var advice = page.AlternateFeeds.Count > 0 ? "use the address it offers" : "check the address";
        return $"{facts.FinalUrl} is no feed but {page.Reason}; {advice}.";
    }

    private sealed record Finding(string Outcome, FailureClass? Class, int Items, string Text)
    {
        public static Finding Error(FailureClass failure, string text) => new("error", failure, 0, text);

        // The field names are a contract.
        public Dictionary<string, object?> ForPrograms() =>
            new()
            {
                ["outcome"] = Outcome,
                ["class"] = Class?.Name(),
                ["items"] = Items,
                ["text"] = Text,
            };
    }
}
