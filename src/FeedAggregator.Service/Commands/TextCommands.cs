using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeedAggregator.Fetching;
using FeedAggregator.Parsing;
using FeedAggregator.Service.Settings;
using ParseResult = System.CommandLine.ParseResult;

namespace FeedAggregator.Service.Commands;

/// <summary><c>parse</c> and <c>sanitize</c>: the service's reading of a document, for people and programs.</summary>
internal static class TextCommands
{
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Parse(Func<ParseResult, Invocation> place)
    {
        var source = new Argument<string?>("FILE|URL") { Description = "A feed document.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Everything that was read, as JSON." };
        var batch = new Option<bool>("--batch")
        {
            Description = "Read JSON requests from standard input, a line each, and answer each with a line.",
        };
        var verb = new Verb(
            "parse",
            "Read a feed document and show what it says, and what had to be repaired.",
            "parse feed.xml",
            "parse https://example.org/feed.xml --json"
        )
        {
            source,
            json,
            batch,
        };
        verb.SetAction(
            async (parsed, ct) =>
            {
                if (parsed.GetValue(batch))
                {
                    await using var input = Console.OpenStandardInput();
                    await using var output = Console.OpenStandardOutput();
                    return ParseContract.RunBatch(input, output);
                }
                if (parsed.GetValue(source) is not { } what)
                {
                    await Console.Error.WriteLineAsync("name a file or an address: feedaggregator parse FILE|URL");
                    return ExitCodes.BadUsage;
                }
                var (result, code) = await ReadAsync(place(parsed), what, ct);
                return result is null ? code : await PrintAsync(result, parsed.GetValue(json));
            }
        );
        return verb;
    }

    public static Command Sanitize()
    {
        var verb = new Verb(
            "sanitize",
            "Read JSON lines {id, html} and write them back with html made safe to show.",
            "sanitize < payloads.jsonl"
        );
        verb.SetAction(_ =>
        {
            using var input = Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            return SanitizeLines.Run(input, output);
        });
        return verb;
    }

    /// <returns>What was read, or the exit code for what was told instead.</returns>
    private static async Task<(Parsing.ParseResult? Result, int Code)> ReadAsync(Invocation invocation, string source, CancellationToken ct)
    {
        if (File.Exists(source))
        {
            return (FeedParser.Parse(await File.ReadAllBytesAsync(source, ct), DocumentContext.None), ExitCodes.Ok);
        }
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"{source}: there is no such file, and it is no address either");
            return (null, ExitCodes.BadUsage);
        }
        var settings = AppSettings.Load(invocation);
        if (!Opening.Report(settings.Problems))
        {
            return (null, ExitCodes.BadUsage);
        }
        using var fetcher = new FeedFetcher(settings.Polling, App.Clock);
        var fetched = await fetcher.FetchAsync(new FetchRequest { Url = url }, ct);
        if (fetched is FetchResult.Document page)
        {
            return (FeedParser.Parse(page.Body, RefreshFeed.ContextOf(page)), ExitCodes.Ok);
        }
        await Console.Error.WriteLineAsync(
            fetched is FetchResult.Failed failed ? $"{failed.Class.Name()}: {failed.Text}" : "the server sent no document"
        );
        return (null, ExitCodes.Failed);
    }

    private static async Task<int> PrintAsync(Parsing.ParseResult result, bool json)
    {
        if (json)
        {
            await using var output = Console.OpenStandardOutput();
            await using var writer = new Utf8JsonWriter(output, Pretty);
            ParseContract.WriteJson(writer, result);
        }
        else
        {
            Console.WriteLine(ParseContract.Describe(result));
        }
        return result is Parsing.ParseResult.Parsed ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
