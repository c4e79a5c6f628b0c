using System.Globalization;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Pages;

/// <summary>What a reader typed, as typed, so that a form with a mistake comes back filled in.</summary>
internal sealed record TypedWish(string Mailbox, string Digest, string Hour, string Zone, string Include, string Exclude)
{
    public static TypedWish Of(IFormCollection form, string zone) =>
        new(
            form["email"].ToString(),
            form["digest"].ToString(),
            form["hour"].ToString(),
            form["zone"].ToString() is { Length: > 0 } typed ? typed.Trim() : zone,
            form["include"].ToString(),
            form["exclude"].ToString()
        );

    public static TypedWish Of(Subscription reader) =>
        new(
            reader.Target,
            reader.Digest,
            reader.Wish.Hour?.ToString(CultureInfo.InvariantCulture) ?? "",
            reader.Wish.TimeZone,
            string.Join(", ", reader.Wish.IncludeWords),
            string.Join(", ", reader.Wish.ExcludeWords)
        );

    /// <summary>An hour that is no number becomes one that <see cref="SubscriptionWish.Problems"/> refuses.</summary>
    public SubscriptionWish ToWish() =>
        new()
        {
            Hour =
                Hour.Trim().Length == 0 ? null
                : int.TryParse(Hour, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour
                : -1,
            TimeZone = Zone,
            IncludeWords = SubscriptionWish.Words(Include),
            ExcludeWords = SubscriptionWish.Words(Exclude),
        };
}

/// <summary>The forms and messages around a subscription. They need no script.</summary>
internal static class SubscriptionForms
{
    private static readonly string[] Zones =
    [
        "UTC",
        "Africa/Cairo",
        "Africa/Johannesburg",
        "Africa/Lagos",
        "Africa/Nairobi",
        "America/Argentina/Buenos_Aires",
        "America/Bogota",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/Mexico_City",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Toronto",
        "Asia/Bangkok",
        "Asia/Dhaka",
        "Asia/Dubai",
        "Asia/Hong_Kong",
        "Asia/Jakarta",
        "Asia/Jayapura",
        "Asia/Karachi",
        "Asia/Kolkata",
        "Asia/Makassar",
        "Asia/Manila",
        "Asia/Seoul",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Tehran",
        "Asia/Tokyo",
        "Australia/Sydney",
        "Europe/Berlin",
        "Europe/Istanbul",
        "Europe/London",
        "Europe/Madrid",
        "Europe/Moscow",
        "Europe/Paris",
        "Pacific/Auckland",
    ];

    /// <param name="problems">By field.</param>
    public static Html Subscribe(IReadOnlyList<DigestDefinition> digests, TypedWish typed, IReadOnlyDictionary<string, string> problems)
    {
        var html = new HtmlWriter();
        html.Write($"<header class=\"masthead\">\n<h1>Subscribe by e-mail</h1>\n</header>\n{Summary(problems)}");
        html.Write($"<form method=\"post\" action=\"/subscribe\">\n");
        html.Write($"<div><label for=\"email\">E-mail address</label>\n");
        html.Write(
            $"<input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required maxlength=\"254\" value=\"{typed.Mailbox}\"{Invalid("email", problems)}>{Problem("email", problems)}</div>\n"
        );
        html.Write($"<div><label for=\"digest\">Digest</label>\n<select id=\"digest\" name=\"digest\"{Invalid("digest", problems)}>\n");
        foreach (var digest in digests)
        {
            html.Write($"{Option(digest.Name, digest.DisplayTitle, typed.Digest)}");
        }
        html.Write($"</select>{Problem("digest", problems)}</div>\n{Wish("", typed, problems)}");
        html.Write($"<button type=\"submit\">Subscribe</button>\n</form>\n");
        html.Write(
            $"<p class=\"hint\">You will get one letter that asks you to confirm. The address is used for this digest and for nothing else; each mail has a link to leave.</p>\n"
        );
        return html.ToHtml();
    }

    /// <summary>All subscriptions of a mailbox, each with its form.</summary>
    public static Html Manage(
        IReadOnlyList<Subscription> readers,
        string token,
        Func<string, string> titleOf,
        string? message,
        IReadOnlyDictionary<string, string> problems
    )
    {
        var html = new HtmlWriter();
        html.Write($"<header class=\"masthead\">\n<h1>Your subscriptions</h1>\n</header>\n");
        if (message is not null)
        {
            html.Write($"<p class=\"notice\" role=\"status\">{message}</p>\n");
        }
        html.Write($"{Summary(problems)}");
        if (readers.Count == 0)
        {
            html.Write($"<p>This mailbox has no subscription.</p>\n");
        }
        html.Write($"<ul class=\"cards\">\n");
        foreach (var reader in readers)
        {
            html.Write(
                $"<li>\n<h2 dir=\"auto\">{titleOf(reader.Digest)}</h2>\n<form method=\"post\" action=\"/subscriptions/manage?token={token}\">\n"
            );
            html.Write($"<input type=\"hidden\" name=\"id\" value=\"{reader.Id}\">\n");
            html.Write($"{Wish($"-{reader.Id}", TypedWish.Of(reader), problems)}");
            html.Write($"<div><button type=\"submit\" name=\"do\" value=\"save\">Save</button>\n");
            html.Write($"<button class=\"quiet\" type=\"submit\" name=\"do\" value=\"leave\">Unsubscribe</button></div>\n</form>\n</li>\n");
        }
        html.Write($"</ul>\n<section aria-labelledby=\"data\">\n<h2 id=\"data\">Your data</h2>\n");
        html.Write($"<p><a href=\"/subscriptions/data?token={token}\">Download what is stored about this mailbox</a></p>\n");
        html.Write($"<form method=\"post\" action=\"/subscriptions/manage?token={token}\">\n");
        html.Write(
            $"<button class=\"quiet\" type=\"submit\" name=\"do\" value=\"erase\">Erase it all and leave</button>\n</form>\n</section>\n"
        );
        return html.ToHtml();
    }

    /// <summary>A page that asks for one press of a button: links are opened by programs too, and those must change nothing.</summary>
    public static Html Ask(string heading, string text, string action, string button) =>
        Html.Of(
            $"<header class=\"masthead\">\n<h1>{heading}</h1>\n</header>\n<p>{text}</p>\n<form method=\"post\" action=\"{action}\">\n<button type=\"submit\">{button}</button>\n</form>\n"
        );

    public static Html Message(string heading, string text) =>
        Html.Of($"<header class=\"masthead\">\n<h1>{heading}</h1>\n</header>\n<p class=\"notice\">{text}</p>\n");

    public static Html Message(string heading, string text, string url, string link) =>
        Html.Of($"{Message(heading, text)}<p><a href=\"{url}\">{link}</a></p>\n");

    /// <param name="suffix">Tells the fields of several forms on a page apart.</param>
    private static Html Wish(string suffix, TypedWish typed, IReadOnlyDictionary<string, string> problems)
    {
        var html = new HtmlWriter();
        html.Write(
            $"<div><label for=\"hour{suffix}\">When</label>\n<select id=\"hour{suffix}\" name=\"hour\"{Invalid("hour", problems)}>\n"
        );
        html.Write($"{Option("", "as soon as it is published", typed.Hour)}");
        for (var hour = 0; hour < 24; hour++)
        {
            html.Write($"{Option($"{hour}", $"at {hour:00}:00", typed.Hour)}");
        }
        html.Write($"</select>{Problem("hour", problems)}</div>\n");
        html.Write(
            $"<div><label for=\"zone{suffix}\">Time zone</label>\n<select id=\"zone{suffix}\" name=\"zone\"{Invalid("zone", problems)}>\n"
        );
        foreach (var zone in Zones.Contains(typed.Zone) ? Zones : [typed.Zone, .. Zones])
        {
            html.Write($"{Option(zone, zone.Replace('_', ' '), typed.Zone)}");
        }
        html.Write($"</select>{Problem("zone", problems)}</div>\n");
        html.Write(
            $"{Words("include", "Only stories about", "Words or phrases with commas between; empty for all stories.", typed.Include)}"
        );
        html.Write($"{Words("exclude", "No stories about", "Words or phrases with commas between.", typed.Exclude)}");
        return html.ToHtml();

        Html Words(string name, string label, string hint, string value) =>
            Html.Of(
                $"<div><label for=\"{name}{suffix}\">{label}</label>\n<input id=\"{name}{suffix}\" name=\"{name}\" type=\"text\" maxlength=\"2000\" value=\"{value}\" aria-describedby=\"{name}-hint{suffix}\"{Invalid(name, problems)}>\n<span class=\"hint\" id=\"{name}-hint{suffix}\">{hint}</span>{Problem(name, problems)}</div>\n"
            );
    }

    private static Html Option(string value, string text, string chosen) =>
        Html.Of($"<option value=\"{value}\"{(value == chosen ? Html.Of($" selected") : default)}>{text}</option>\n");

    private static Html Invalid(string field, IReadOnlyDictionary<string, string> problems) =>
        problems.ContainsKey(field) ? Html.Of($" aria-invalid=\"true\"") : default;

    private static Html Problem(string field, IReadOnlyDictionary<string, string> problems) =>
        problems.TryGetValue(field, out var problem) ? Html.Of($"\n<strong class=\"problem\">{problem}</strong>") : default;

    private static Html Summary(IReadOnlyDictionary<string, string> problems) =>
        problems.Count == 0
            ? default
            : Html.Of($"<p class=\"notice\" role=\"alert\">Nothing was saved yet: {string.Join(" ", problems.Values)}</p>\n");
}
