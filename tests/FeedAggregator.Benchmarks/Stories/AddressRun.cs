using FeedAggregator.Stories;

namespace FeedAggregator.Benchmarks.Stories;

/// <summary>Whether canonical addresses hold apart what labelled streams hold apart.</summary>
internal static class AddressRun
{
    internal static int Run(List<LabelledItem> items)
    {
        var addressed = items
            .Select(x => (x.Item.Url, x.Story, Canonical: x.Item.Url is { } url ? CanonicalUrl.Of(url) : null))
            .Where(x => x.Canonical is not null && CanonicalUrl.NamesAPage(x.Canonical))
            .ToList();
        // An address that the publisher himself gave to several stories was not merged by us.
        var merged = addressed
            .GroupBy(x => x.Canonical)
            .Select(x => x.GroupBy(y => y.Url).Select(y => (Url: y.Key, Stories: y.Select(z => z.Story).ToHashSet())).ToList())
            .Where(x => x.Count > 1 && x.Exists(y => !y.Stories.Overlaps(x[0].Stories)))
            .ToList();
        foreach (var urls in merged)
        {
            Console.WriteLine("one address of several stories:");
            urls.ForEach(x => Console.WriteLine($"  {x.Url}"));
        }
        Console.WriteLine(
            $"{addressed.Count} addresses, {addressed.Select(x => x.Url).Distinct().Count()} spellings, {addressed.Select(x => x.Canonical).Distinct().Count()} pages; {merged.Count} pages of several stories"
        );
        return merged.Count == 0 ? 0 : 1;
    }
}
