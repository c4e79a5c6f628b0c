using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FeedAggregator.Service.Demo;

/// <summary>From the seeds' light markup to what a site publishes: HTML, summaries and dates.</summary>
internal static partial class DemoText
{
    private const int SummaryLength = 220;
    private static readonly string[] Days = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
    private static readonly string[] Months =
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];

    public static IEnumerable<string> Paragraphs(string body) => BlankLines().Split(body.Trim()).Where(paragraph => paragraph.Length > 0);

    /// <summary>The whole text with the site's byline and boilerplate, as the site's pages and feeds carry it.</summary>
    public static string Html(DemoSite site, DemoEdition edition, DemoEntry entry, Uri home)
    {
        var (before, after) = (Fill(site.Before, site, edition, entry, home), Fill(site.After, site, edition, entry, home));
        var paragraphs = entry.Paragraphs.Select((text, place) => place == 0 ? Byline(site, entry) + text : text);
        return string.Join('\n', paragraphs.Select(Block).Prepend(before).Append(after).Where(part => part.Length > 0));
    }

    /// <summary>The first sentences as plain text, cut between words.</summary>
    public static string Summary(DemoSite site, DemoEntry entry)
    {
        var text = WebUtility.HtmlDecode(Tags().Replace(Byline(site, entry) + entry.Paragraphs[0], ""));
        text = Spaces().Replace(text, " ");
        if (text.Length <= SummaryLength)
            return text;
        return string.Concat(text.AsSpan(0, text.LastIndexOf(' ', SummaryLength)), "…");
    }

    public static Uri Page(Uri home, DemoEntry entry) => new(home, entry.Item.Id + ".html");

    public static string Date(DemoDates style, DateTimeOffset time) =>
        style switch
        {
            DemoDates.Iso => Format(time, "yyyy-MM-dd'T'HH:mm:sszzz"),
            DemoDates.Slashes => Format(time, "dd'/'M'/'yyyy HH':'mm"),
            DemoDates.Words => $"{Days[(int)time.DayOfWeek]}, {time.Day} {Months[time.Month - 1]} {Format(time, "yyyy HH':'mm")} WIB",
            _ => Format(time, "ddd, dd MMM yyyy HH:mm:ss ") + Format(time, "zzz").Replace(":", "", StringComparison.Ordinal),
        };

    /// <summary>Fills in <c>{day}</c>, <c>{dayBefore}</c> and <c>{date}</c>, so that a text fits the day on which the demo runs.</summary>
    public static string Dated(string text, string language, DateTimeOffset published) =>
        text.Replace("{day}", Day(language, published))
            .Replace("{dayBefore}", Day(language, published.AddDays(-1)))
            .Replace("{date}", Format(published, "d'/'M'/'yyyy"));

    private static string Day(string language, DateTimeOffset time) =>
        language == "id" ? Days[(int)time.DayOfWeek] : time.DayOfWeek.ToString();

    private static string Format(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Byline(DemoSite site, DemoEntry entry) =>
        entry.Item.Wire.Length == 0
            ? ""
            : Dated(site.Byline, site.Language, entry.Published)
                .Replace("{name}", site.Name)
                .Replace("{place}", entry.Item.Place)
                .Replace("{agency}", entry.Item.Agency);

    private static string Block(string paragraph) =>
        paragraph.StartsWith("- ", StringComparison.Ordinal)
            ? "<ul>" + string.Concat(paragraph.Split('\n').Select(line => $"<li>{line.TrimStart('-', ' ')}</li>")) + "</ul>"
            : $"<p>{paragraph}</p>";

    private static string Fill(string template, DemoSite site, DemoEdition edition, DemoEntry entry, Uri home)
    {
        var related = edition.Related(entry);
        return template
            .Trim()
            .Replace("{name}", site.Name)
            .Replace("{home}", home.AbsoluteUri)
            .Replace("{url}", Page(home, entry).AbsoluteUri)
            .Replace("{title}", WebUtility.HtmlEncode(entry.Title))
            .Replace("{relatedUrl}", Page(home, related).AbsoluteUri)
            .Replace("{relatedTitle}", WebUtility.HtmlEncode(related.Title));
    }

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
