using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>One item per outlet. An outlet is what readers call it: two feeds of one name are one outlet, and the same page in two feeds is told once.</summary>
internal static class Tellings
{
    /// <summary>The lead, then the best item of each other outlet, earliest first.</summary>
    public static IReadOnlyList<ItemSummary> Of(ItemSummary lead, IEnumerable<ItemSummary> members)
    {
        var rest = members.Where(i => i.Id != lead.Id).DistinctBy(i => i.Id).ToList();
        if (rest.Count == 0)
            return [lead];
        var pages = new HashSet<string>(StringComparer.Ordinal) { PageOf(lead) };
        var others = rest.GroupBy(i => i.FeedName, StringComparer.OrdinalIgnoreCase)
            .Where(outlet => !string.Equals(outlet.Key, lead.FeedName, StringComparison.OrdinalIgnoreCase))
            .Select(StoryCandidates.Best)
            .OrderBy(i => i.NewsAt)
            .ThenBy(i => i.Id)
            .Where(i => pages.Add(PageOf(i)));
        return [lead, .. others];
    }

    /// <summary>The address without what does not tell pages apart: scheme, "www.", fragment, campaign parameters, closing slash.</summary>
    private static string PageOf(ItemSummary item)
    {
        if (!Uri.TryCreate(item.Link, UriKind.Absolute, out var link))
            return $"#{item.Id}";
        var host = link.Authority.StartsWith("www.", StringComparison.Ordinal) ? link.Authority[4..] : link.Authority;
        var query = link
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !p.StartsWith("utm_", StringComparison.OrdinalIgnoreCase));
        return $"{host}{link.AbsolutePath.TrimEnd('/')}?{string.Join('&', query)}";
    }
}
