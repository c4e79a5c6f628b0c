using System.Globalization;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Pages;

/// <summary>What stands around digests that are published: their editions before and after, and when the next is due.</summary>
internal sealed class EditionFrames(SiteFrame site, IEditionStore editions, MailOptions mail, TimeProvider clock)
{
    private const int ArchiveShown = 14;

    /// <summary>Around a digest as it reads now.</summary>
    public async Task<PageFrame> OfDigestAsync(HttpContext context, DigestDefinition digest, CancellationToken ct)
    {
        var frame = site.Frame(context, $"/digests/{digest.Name}");
        if (digest.Schedule is not { } schedule)
        {
            return frame;
        }
        var archive = await editions.ListAsync(digest.Name, null, ArchiveShown, withSkipped: false, ct);
        return frame with
        {
            Archive = [.. archive.Select(x => Link(x, schedule))],
            NextEditionAt = EditionSchedule.Of(schedule).NextAfter(clock.GetUtcNow()),
            SubscribeUrl = SubscribeUrl(digest.Name),
        };
    }

    /// <summary>Around an edition. It tells no ages: it is read as long as the site stands.</summary>
    public async Task<PageFrame> OfEditionAsync(HttpContext context, EditionSummary edition, DigestSchedule? schedule, CancellationToken ct)
    {
        var number = edition.Number!.Value;
        return site.Frame(context, Path(edition.Digest, number)) with
        {
            Edition = number,
            Now = null,
            Previous = number > 1 ? await NeighbourAsync(edition.Digest, number - 1, schedule, ct) : null,
            Next = await NeighbourAsync(edition.Digest, number + 1, schedule, ct),
            SubscribeUrl = schedule is null ? null : SubscribeUrl(edition.Digest),
        };
    }

    /// <summary>The page of all digests.</summary>
    public async Task<string> ListAsync(HttpContext context, IReadOnlyList<DigestDefinition> digests, CancellationToken ct)
    {
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
                    latest.Count > 0 ? Link(latest[0], digest.Schedule!) : null,
                    schedule?.NextAfter(clock.GetUtcNow()),
                    schedule?.TimeZone
                )
            );
        }
        return DigestHtml.List(listings, site.Plain(context, "/digests"), "en");
    }

    public static string Path(string digest, int number) => string.Create(CultureInfo.InvariantCulture, $"/digests/{digest}/{number}");

    /// <summary>Nobody can subscribe by mail where there is no mail.</summary>
    private string? SubscribeUrl(string digest) => mail.IsOn ? $"/subscribe?digest={digest}" : null;

    private async Task<PageLink?> NeighbourAsync(string digest, int number, DigestSchedule? schedule, CancellationToken ct) =>
        await editions.FindAsync(digest, number, ct) is { } found ? Link(found.Summary, schedule ?? new DigestSchedule("0 0 * * *")) : null;

    private static PageLink Link(EditionSummary edition, DigestSchedule schedule)
    {
        var local = TimeZoneInfo.ConvertTime(edition.DueAt, EditionSchedule.Of(schedule).TimeZone);
        return new PageLink(
            Path(edition.Digest, edition.Number!.Value),
            string.Create(CultureInfo.InvariantCulture, $"{edition.Title}, {local:yyyy-MM-dd HH:mm}")
        );
    }
}
