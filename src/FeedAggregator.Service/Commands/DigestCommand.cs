using System.CommandLine;
using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Service.Commands;

/// <summary><c>digest</c>: the news in the terminal, or in any other form.</summary>
internal static class DigestCommand
{
    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "A digest of feeds.yaml; without it, the latest news of all feeds.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string>("--format")
        {
            Description = "text, md, html, json, jsonfeed or atom.",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "md", "html", "json", "jsonfeed", "atom");
        var since = new Option<string?>("--since")
        {
            Description = "How far to look back, such as 6h or 7d; default: the digest's own window, 24h.",
            HelpName = "SPAN",
        };
        var verb = new Verb(
            "digest",
            "Print a digest as it reads now. Works beside a running service.",
            "digest",
            "digest morning --format md",
            "digest --since 7d --format json"
        )
        {
            name,
            format,
            since,
        };
        verb.SetAction(
            (parsed, ct) =>
            {
                var wanted = (Name: parsed.GetValue(name), Form: parsed.GetValue(format)!, Since: parsed.GetValue(since));
                var invocation = place(parsed);
                return Opening.WithAppAsync(invocation, (app, ct) => PrintAsync(app, invocation, wanted, ct), ct, readOnly: true);
            }
        );
        return verb;
    }

    private static async Task<int> PrintAsync(
        WebApplication app,
        Invocation invocation,
        (string? Name, string Form, string? Since) wanted,
        CancellationToken ct
    )
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var file = await FeedsCatalogue.CheckAsync(invocation.FeedsFile, ct);
        var digest = wanted.Name is null
            ? new DigestDefinition
            {
                Name = "digest",
                Title = "Latest news",
                Order = DigestOrder.Newest,
            }
            : file.Digests.FirstOrDefault(x => x.Name == wanted.Name);
        if (digest is null)
        {
            await Console.Error.WriteLineAsync(
                $"there is no digest \"{wanted.Name}\" in {invocation.FeedsFile}; {Spelling.Hint(wanted.Name!, file.Digests.Select(x => x.Name))}"
            );
            return ExitCodes.BadUsage;
        }
        DateTimeOffset? since = null;
        if (wanted.Since is { } span)
        {
            if (!Durations.TryParse(span, out var back) || back <= TimeSpan.Zero)
            {
                await Console.Error.WriteLineAsync($"--since: \"{span}\" must be a span of time such as {Durations.Examples}");
                return ExitCodes.BadUsage;
            }
            since = now - back;
        }
        var view = await app.Services.GetRequiredService<ReadDigest>().RunAsync(digest, since, null, ct);
        Console.Write(Render(view, wanted.Form, app));
        return ExitCodes.Ok;
    }

    private static string Render(DigestView view, string form, WebApplication app)
    {
        var web = app.Services.GetRequiredService<WebOptions>();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(web.TimeZone);
        var frame = new PageFrame
        {
            BaseUrl = web.PublicUrl?.AbsoluteUri ?? web.Urls[0],
            HtmlUrl = view.Name == "digest" ? "/digest" : $"/digests/{view.Name}",
            SiteName = web.SiteName,
            TimeZone = zone,
        };
        return form switch
        {
            "md" => DigestMarkdown.Render(view, frame),
            "html" => DigestHtml.Page(view, frame),
            "json" => DigestJson.Write(view, frame),
            "jsonfeed" => DigestJsonFeed.Write(view, frame),
            "atom" => DigestAtom.Write(view, frame),
            _ => DigestText.Plain(view, zone),
        };
    }
}
