using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FeedAggregator.Benchmarks.Schedule;

/// <summary>Reads real publishing times out of the feed files of a folder: the dates only, by pattern, so that a broken document still gives its dates.</summary>
internal static partial class FeedFolder
{
    private const int FewestItems = 10;
    private static readonly DateTimeOffset Earliest = new(1995, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One publisher for each file with enough dated items; it is watched from a third of its span on, and measured from the half,
    /// over at most sixty days.</summary>
    public static List<Publisher> Read(string folder)
    {
        var made = new List<Publisher>();
        var known = new HashSet<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var times = Dates(Encoding.Latin1.GetString(File.ReadAllBytes(path)));
            if (times.Length < FewestItems || !known.Add(string.Join(',', times)))
            {
                continue; // Too few, or the same feed in another collection.
            }

            var to = times[^1].AddMinutes(1);
            var start = times[0] > to.AddDays(-60) ? times[0] : to.AddDays(-60);
            var span = to - start;
            if (times.Count(time => time >= start + (span / 2)) >= 3)
            {
                made.Add(new Publisher(Path.GetFileName(path), "real", times, times.Length, start + (span / 3), start + (span / 2), to));
            }
        }

        return made;
    }

    private static DateTimeOffset[] Dates(string text) =>
        new[] { "pubDate", "published", "dc:date", "issued", "updated" }
            .Select(name =>
                DateElement()
                    .Matches(text)
                    .Where(match => match.Groups[1].Value == name)
                    .Select(match => Parse(match.Groups[2].Value))
                    .OfType<DateTimeOffset>()
                    .Where(time => time > Earliest && time < Latest)
                    .Distinct()
                    .Order()
                    .ToArray()
            )
            .MaxBy(times => times.Length)
        ?? [];

    private static DateTimeOffset? Parse(string text)
    {
        var zone = ZoneName()
            .Replace(
                text.Trim(),
                match =>
                    match.Value switch
                    {
                        "EST" => "-0500",
                        "EDT" => "-0400",
                        "PST" => "-0800",
                        "PDT" => "-0700",
                        _ => "+0000",
                    }
            );
        return DateTimeOffset.TryParse(zone, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    [GeneratedRegex("<(pubDate|dc:date|published|issued|updated)>([^<]{8,60})<")]
    private static partial Regex DateElement();

    [GeneratedRegex("(EST|EDT|PST|PDT|GMT|UTC|UT)$")]
    private static partial Regex ZoneName();
}
