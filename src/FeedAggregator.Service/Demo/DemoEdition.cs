using FeedAggregator.Polling;

namespace FeedAggregator.Service.Demo;

/// <summary>What a site shows at one instant, newest first.</summary>
internal sealed record DemoEdition(IReadOnlyList<DemoEntry> Entries)
{
    /// <summary>When anything last changed; the same for as long as the edition is the same.</summary>
    public DateTimeOffset Modified => Entries.Select(entry => entry.Updated).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max();

    /// <summary>
    /// Items and updates show up when their time has come. Times are whole seconds: no feed format in use here says less.
    /// </summary>
    public static DemoEdition At(DemoSite site, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var start = startedAt.AddTicks(-(startedAt.Ticks % TimeSpan.TicksPerSecond)).ToOffset(site.Zone);
        var shown = site.Items.Where(item => start + item.At <= now);
        return new DemoEdition([.. shown.OrderByDescending(item => item.At).Select(item => Entry(item, start, now).Dated(site.Language))]);
    }

    public DemoEdition Only(string category) =>
        category.Length == 0 ? this : new DemoEdition([.. Entries.Where(entry => entry.Item.Categories.Contains(category))]);

    /// <summary>The item a page points its readers to: the one published before it, so that a text does not change when news arrives.</summary>
    public DemoEntry Related(DemoEntry entry)
    {
        var place = Entries.TakeWhile(other => other.Item.Id != entry.Item.Id).Count();
        return Entries[place + 1 < Entries.Count ? place + 1 : Math.Max(place - 1, 0)];
    }

    private static DemoEntry Entry(DemoItem item, DateTimeOffset start, DateTimeOffset now)
    {
        var paragraphs = DemoText.Paragraphs(item.Body).ToList();
        if (item.Append.Length > 0)
            paragraphs.Add(item.Append);
        var first = new DemoEntry(item, item.Title, paragraphs, start + item.At, start + item.At);
        return item
            .Updates.OrderBy(update => update.At)
            .Where(update => start + update.At <= now)
            .Aggregate(
                first,
                (entry, update) =>
                    entry with
                    {
                        Title = update.Title.Length > 0 ? update.Title : entry.Title,
                        Paragraphs = Changed(entry.Paragraphs, update),
                        Updated = start + update.At,
                    }
            );
    }

    private static List<string> Changed(IReadOnlyList<string> paragraphs, DemoUpdate update)
    {
        var changed = paragraphs.ToList();
        if (update.Lead.Length > 0)
            changed[0] = update.Lead;
        if (update.Append.Length > 0)
            changed.Add(update.Append);
        return changed;
    }
}

/// <summary>An item as it stands at one instant. Both times are in the site's own offset.</summary>
internal sealed record DemoEntry(
    DemoItem Item,
    string Title,
    IReadOnlyList<string> Paragraphs,
    DateTimeOffset Published,
    DateTimeOffset Updated
)
{
    public DemoEntry Dated(string language) =>
        this with
        {
            Title = DemoText.Dated(Title, language, Published),
            Paragraphs = [.. Paragraphs.Select(text => DemoText.Dated(text, language, Published))],
        };
}
