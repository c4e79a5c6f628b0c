using System.Globalization;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>What stands around digests that are published: their editions before and after, and when the next is due.</summary>
internal sealed class EditionFrames(SiteFrame site, IEditionStore editions, MailOptions mail, TimeProvider clock)
{
    private const int ArchiveShown = 14;

    /// <summary>Around a digest as it reads now.</summary>
    public async Task<PageFrame> OfDigestAsync(HttpContext context, DigestDefinition digest, CancellationToken ct)
    {
        var words = FrameLanguage.For(digest.Language);
        var frame = site.Frame(context, $"/digests/{digest.Name}", words);
        if (digest.Schedule is not { } schedule)
        {
            return frame;
        }
        var zone = EditionSchedule.Of(schedule).TimeZone;
        var archive = await editions.ListAsync(digest.Name, null, ArchiveShown, withSkipped: false, ct);
        return frame with
        {
            Archive = [.. archive.Select(x => Link(x, zone, words))],
            NextEditionAt = EditionSchedule.Of(schedule).NextAfter(clock.GetUtcNow()),
            TimeZone = zone,
            SubscribeUrl = SubscribeUrl(digest.Name),
            EditionsUrl = $"/digests/{digest.Name}/editions.atom",
        };
    }

    /// <summary>Around an edition. It tells no ages: it is read as long as the site stands.</summary>
    /// <param name="schedule">Of its digest; null when that is in the file no more.</param>
    /// <param name="language">The edition's own, whatever the file says by now.</param>
    public async Task<PageFrame> OfEditionAsync(
        HttpContext context,
        EditionSummary edition,
        DigestSchedule? schedule,
        string language,
        CancellationToken ct
    )
    {
        var number = edition.Number!.Value;
        var words = FrameLanguage.For(language);
        var frame = site.Frame(context, Path(edition.Digest, number), words);
        var zone = schedule is null ? frame.TimeZone : EditionSchedule.Of(schedule).TimeZone;
        return frame with
        {
            Edition = number,
            Now = null,
            TimeZone = zone,
            Digest = new PageLink($"/digests/{edition.Digest}", edition.Title),
            Previous = number > 1 ? await NeighbourAsync(edition.Digest, number - 1, zone, words, ct) : null,
            Next = await NeighbourAsync(edition.Digest, number + 1, zone, words, ct),
            SubscribeUrl = schedule is null ? null : SubscribeUrl(edition.Digest),
        };
    }

    /// <summary>Around what the next edition would hold, with what it would leave out and why.</summary>
    public PageFrame OfPreview(HttpContext context, DigestDefinition digest, EditionPreview preview)
    {
        var path = $"/digests/{digest.Name}/preview";
        var words = FrameLanguage.For(digest.Language);
        var frame = site.Plain(context, path, words);
        return frame with
        {
            IsPreview = true,
            Digest = new PageLink($"/digests/{digest.Name}", digest.DisplayTitle),
            NextEditionAt = preview.Window.DueAt,
            JsonUrl = path + ".json",
            TimeZone = digest.Schedule is { } schedule ? EditionSchedule.Of(schedule).TimeZone : frame.TimeZone,
            LeftOut = [.. preview.Verdicts.Where(x => x.Outcome != StoryOutcome.In)],
        };
    }

    /// <summary>The page of all digests.</summary>
    public async Task<string> ListAsync(HttpContext context, IReadOnlyList<DigestDefinition> digests, CancellationToken ct)
    {
        var words = ReaderLanguage.Of(context);
        var listings = new List<DigestListing>();
        foreach (var digest in digests)
        {
            var latest = digest.Schedule is null ? [] : await editions.ListAsync(digest.Name, null, 1, withSkipped: false, ct);
            var schedule = digest.Schedule is { } given ? EditionSchedule.Of(given) : null;
            listings.Add(
                new DigestListing(
                    digest.DisplayTitle,
                    digest.Description,
                    $"/digests/{digest.Name}",
                    latest.Count > 0 ? Link(latest[0], schedule!.TimeZone, words) : null,
                    schedule?.NextAfter(clock.GetUtcNow()),
                    schedule?.TimeZone
                )
                {
                    Language = FrameLanguage.For(digest.Language).Tag,
                    SubscribeUrl = schedule is null ? null : SubscribeUrl(digest.Name),
                }
            );
        }
        return DigestHtml.List(listings, site.Plain(context, "/digests", words), words);
    }

    public static string Path(string digest, int number) => string.Create(CultureInfo.InvariantCulture, $"/digests/{digest}/{number}");

    /// <summary>Nobody can subscribe by mail where there is no mail.</summary>
    private string? SubscribeUrl(string digest) => mail.IsOn ? $"/subscribe?digest={digest}" : null;

    private async Task<PageLink?> NeighbourAsync(string digest, int number, TimeZoneInfo zone, FrameLanguage words, CancellationToken ct) =>
        await editions.FindAsync(digest, number, ct) is { } found ? Link(found.Summary, zone, words) : null;

    private static PageLink Link(EditionSummary edition, TimeZoneInfo zone, FrameLanguage words)
    {
        var (number, due) = (edition.Number!.Value, TimeZoneInfo.ConvertTime(edition.DueAt, zone).DateTime);
        return new PageLink(Path(edition.Digest, number), $"{words.Edition(number)} · {words.ShortDateAndTime(due)}");
    }
}
