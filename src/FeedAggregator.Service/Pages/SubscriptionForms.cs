using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Pages;

/// <summary>The forms and messages around a subscription, in one language. They need no script.</summary>
internal sealed class SubscriptionForms(FrameLanguage words, DateTimeOffset now)
{
    private static readonly Dictionary<string, WishProblem> NoProblems = [];

    /// <param name="tags">What a reader may narrow the digest to.</param>
    /// <param name="problems">By field.</param>
    public Html Subscribe(
        IReadOnlyList<DigestDefinition> digests,
        IReadOnlyList<string> tags,
        TypedWish typed,
        IReadOnlyDictionary<string, WishProblem> problems
    )
    {
        var html = new HtmlWriter();
        html.Write(
            $"{Heading(words.SubscribeByMail, lede: words.SubscribeText)}{Summary(problems)}<form method=\"post\" action=\"/subscribe\">\n"
        );
        html.Write($"<div><label for=\"email\">{words.MailAddress}</label>\n");
        html.Write(
            $"<input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" inputmode=\"email\" required maxlength=\"254\" value=\"{typed.Mailbox}\"{Invalid("email", "email", problems)}>{Problem("email", "email", problems)}</div>\n"
        );
        html.Write(
            $"<div><label for=\"digest\">{words.Digest}</label>\n<select id=\"digest\" name=\"digest\"{Invalid("digest", "digest", problems)}>\n"
        );
        foreach (var digest in digests)
        {
            html.Write($"{Option(digest.Name, digest.DisplayTitle, typed.Digest)}");
        }
        html.Write($"</select>{Problem("digest", "digest", problems)}</div>\n{Wish("", tags, typed, problems)}");
        html.Write($"<button type=\"submit\">{words.Subscribe}</button>\n</form>\n<p class=\"promise\">{words.SubscribePromise}</p>\n");
        return html.ToHtml();
    }

    /// <summary>All subscriptions of a mailbox, each with its form.</summary>
    /// <param name="message">What was done, or null.</param>
    /// <param name="refused">A form that came back, with what is wrong in it; or null.</param>
    public Html Manage(
        IReadOnlyList<Managed> readers,
        string token,
        string? message,
        (long Id, TypedWish Typed, IReadOnlyDictionary<string, WishProblem> Problems)? refused
    )
    {
        var html = new HtmlWriter().Write($"{Heading(words.YourSubscriptions, readers.Count > 0 ? readers[0].Reader.Target : null)}");
        if (message is not null)
        {
            html.Write($"<p class=\"notice\" role=\"status\">{message}</p>\n");
        }
        html.Write($"{Summary(refused?.Problems ?? NoProblems)}");
        if (readers.Count == 0)
        {
            html.Write($"<p>{words.NoSubscription}</p>\n");
        }
        else
        {
            html.Write($"<ul class=\"cards\">\n");
        }
        foreach (var managed in readers)
        {
            var mine = refused is { } form && form.Id == managed.Reader.Id ? refused : null;
            html.Write($"{Card(managed, token, mine?.Typed ?? TypedWish.Of(managed.Reader), mine?.Problems ?? NoProblems)}");
        }
        return html.Write($"{(readers.Count > 0 ? Html.Of($"</ul>\n") : default)}{YourData(token)}").ToHtml();
    }

    /// <summary>A page that asks for one press of a button: links are opened by programs too, and those must change nothing.</summary>
    /// <param name="kicker">What it is about, above the heading; or null.</param>
    public static Html Ask(string? kicker, string heading, string text, string action, string button) =>
        Html.Of(
            $"{Heading(heading, kicker, text)}<form method=\"post\" action=\"{action}\">\n<button type=\"submit\">{button}</button>\n</form>\n"
        );

    public static Html Message(string? kicker, string heading, string text) =>
        Html.Of($"{Heading(heading, kicker)}<p class=\"notice\">{text}</p>\n");

    public static Html Message(string? kicker, string heading, string text, string url, string link) =>
        Html.Of($"{Message(kicker, heading, text)}<p class=\"onward\"><a href=\"{url}\">{link}</a></p>\n");

    private static Html Heading(string heading, string? kicker = null, string? lede = null)
    {
        var html = new HtmlWriter().Write($"<header class=\"masthead\">\n");
        if (kicker is not null)
        {
            html.Write($"<p class=\"kicker\" dir=\"auto\">{kicker}</p>\n");
        }
        html.Write($"<h1>{heading}</h1>\n");
        if (lede is not null)
        {
            html.Write($"<p class=\"lede\">{lede}</p>\n");
        }
        return html.Write($"</header>\n").ToHtml();
    }

    private Html Card(Managed managed, string token, TypedWish typed, IReadOnlyDictionary<string, WishProblem> problems)
    {
        var id = managed.Reader.Id;
        var html = new HtmlWriter();
        html.Write(
            $"<li>\n<h2 dir=\"auto\">{managed.Title}</h2>\n<form method=\"post\" action=\"/subscriptions/manage?token={token}\" aria-label=\"{managed.Title}\">\n"
        );
        html.Write($"<input type=\"hidden\" name=\"id\" value=\"{id}\">\n{Wish($"-{id}", managed.Tags, typed, problems)}");
        html.Write($"<div class=\"buttons\"><button type=\"submit\" name=\"do\" value=\"save\">{words.Save}</button>\n");
        html.Write(
            $"<button class=\"quiet\" type=\"submit\" name=\"do\" value=\"leave\">{words.Unsubscribe}</button></div>\n</form>\n</li>\n"
        );
        return html.ToHtml();
    }

    private Html YourData(string token) =>
        Html.Of(
            $"""
            <section class="data" aria-labelledby="data">
            <h2 class="group" id="data">{words.YourData}</h2>
            <p><a href="/subscriptions/data?token={token}">{words.DownloadData}</a></p>
            <details><summary>{words.Erase}</summary>
            <form method="post" action="/subscriptions/manage?token={token}">
            <p>{words.EraseText}</p>
            <button class="quiet" type="submit" name="do" value="erase">{words.Erase}</button>
            </form>
            </details>
            </section>

            """
        );

    /// <param name="suffix">Tells the fields of several forms on a page apart.</param>
    private Html Wish(string suffix, IReadOnlyList<string> tags, TypedWish typed, IReadOnlyDictionary<string, WishProblem> problems)
    {
        var html = new HtmlWriter().Write($"{Hours($"hour{suffix}", typed, problems)}");
        var zone = $"zone{suffix}";
        html.Write($"<div><label for=\"{zone}\">{words.TimeZone}</label>\n");
        html.Write($"<select id=\"{zone}\" name=\"zone\" aria-describedby=\"{zone}-hint\"{Invalid("zone", zone, problems)}>\n");
        foreach (var (name, shown) in ZoneChoice.Offer(typed.Zone, now))
        {
            html.Write($"{Option(name, shown, typed.Zone)}");
        }
        html.Write(
            $"</select>\n<span class=\"hint\" id=\"{zone}-hint\">{words.TimeZoneHint}</span>{Problem("zone", zone, problems)}</div>\n"
        );
        var open = typed.HasFilter || problems.Keys.Any(x => x is "include" or "exclude" or "tag");
        html.Write(
            $"<details class=\"choice\"{(open ? Html.Of($" open") : default)}><summary>{words.YourChoice}</summary>\n<div class=\"fields\">\n"
        );
        html.Write($"{Words("include", suffix, words.OnlyAbout, words.OnlyAboutHint, typed.Include, problems)}");
        html.Write($"{Words("exclude", suffix, words.NotAbout, words.NotAboutHint, typed.Exclude, problems)}");
        html.Write($"{Tags(suffix, tags, typed, problems)}</div>\n</details>\n");
        return html.ToHtml();
    }

    private Html Hours(string id, TypedWish typed, IReadOnlyDictionary<string, WishProblem> problems)
    {
        var html = new HtmlWriter();
        html.Write($"<div><label for=\"{id}\">{words.When}</label>\n<select id=\"{id}\" name=\"hour\"{Invalid("hour", id, problems)}>\n");
        html.Write($"{Option("", words.AsPublished, typed.Hour)}");
        for (var hour = 0; hour < 24; hour++)
        {
            html.Write($"{Option($"{hour}", words.AtHour(words.Time(new DateTime(2000, 1, 1, hour, 0, 0))), typed.Hour)}");
        }
        return html.Write($"</select>{Problem("hour", id, problems)}</div>\n").ToHtml();
    }

    private Html Words(
        string name,
        string suffix,
        string label,
        string hint,
        string value,
        IReadOnlyDictionary<string, WishProblem> problems
    )
    {
        var id = name + suffix;
        return Html.Of(
            $"""
            <div><label for="{id}">{label}</label>
            <input id="{id}" name="{name}" type="text" maxlength="2000" autocapitalize="off" value="{value}" aria-describedby="{id}-hint"{Invalid(
                name,
                id,
                problems
            )}>
            <span class="hint" id="{id}-hint">{hint}</span>{Problem(name, id, problems)}</div>

            """
        );
    }

    private Html Tags(string suffix, IReadOnlyList<string> tags, TypedWish typed, IReadOnlyDictionary<string, WishProblem> problems)
    {
        // A tag that no feed has any more stays until the reader takes it away.
        var all = tags.Concat(typed.Tags).Distinct().ToList();
        if (all.Count < 2 && typed.Tags.Count == 0)
        {
            return default;
        }
        var html = new HtmlWriter();
        html.Write(
            $"<fieldset><legend>{words.OnlyTagged}</legend>\n<span class=\"hint\">{words.OnlyTaggedHint}</span>\n<div class=\"ticks\">\n"
        );
        foreach (var tag in all)
        {
            html.Write(
                $"<label><input type=\"checkbox\" name=\"tag\" value=\"{tag}\"{(typed.Tags.Contains(tag) ? Html.Of($" checked") : default)}>{tag}</label>\n"
            );
        }
        return html.Write($"</div>{Problem("tag", $"tag{suffix}", problems)}</fieldset>\n").ToHtml();
    }

    private static Html Option(string value, string text, string chosen) =>
        Html.Of($"<option value=\"{value}\"{(value == chosen ? Html.Of($" selected") : default)}>{text}</option>\n");

    private static Html Invalid(string field, string id, IReadOnlyDictionary<string, WishProblem> problems) =>
        problems.ContainsKey(field) ? Html.Of($" aria-invalid=\"true\" aria-errormessage=\"{id}-problem\"") : default;

    private Html Problem(string field, string id, IReadOnlyDictionary<string, WishProblem> problems) =>
        problems.TryGetValue(field, out var problem)
            ? Html.Of($"\n<strong class=\"problem\" id=\"{id}-problem\">{problem.In(words)}</strong>")
            : default;

    private Html Summary(IReadOnlyDictionary<string, WishProblem> problems) =>
        problems.Count == 0
            ? default
            : Html.Of(
                $"<p class=\"notice\" role=\"alert\">{words.NothingSaved} {string.Join(" ", problems.Values.Select(x => x.In(words)))}</p>\n"
            );
}

/// <summary>One subscription on the page to manage them.</summary>
/// <param name="Title">Of its digest.</param>
/// <param name="Tags">What the digest can be narrowed to.</param>
internal sealed record Managed(Subscription Reader, string Title, IReadOnlyList<string> Tags);
