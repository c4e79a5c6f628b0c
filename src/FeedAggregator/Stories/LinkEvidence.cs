namespace FeedAggregator.Stories;

/// <summary>What speaks for showing one story under another, and how far the window can be trusted to know which words are rare.</summary>
/// <param name="Event">What the two have in common, by the rarities of the window.</param>
/// <param name="WindowItems">Items in the window.</param>
/// <param name="Names">Capitalised words, within a sentence, that the first texts share; each counts for its rarity, 1 at most.</param>
/// <param name="TitleTerms">Words of both titles, counted the same way.</param>
/// <param name="TitleInOtherMin">Share, by rarity, of a title's words that the other item has somewhere: of the title that fares worse.</param>
/// <param name="TitleInOtherMax">Of the title that fares better.</param>
/// <param name="Marks">How many things both name, whatever their rarity.</param>
internal readonly record struct LinkEvidence(
    EventEvidence Event,
    int WindowItems,
    double Names,
    double TitleTerms,
    double TitleInOtherMin,
    double TitleInOtherMax,
    int Marks
)
{
    internal static LinkEvidence Of(EventEvidence evidence, StoryFingerprint a, StoryFingerprint b, CandidateSearch search)
    {
        var (names, titleTerms) = SharedTerms(a.Terms, b.Terms, search);
        var (mine, others) = (TitleIn(a, b, search), TitleIn(b, a, search));
        return new LinkEvidence(
            evidence,
            search.Count,
            names,
            titleTerms,
            Math.Min(mine, others),
            Math.Max(mine, others),
            SharedMarks(a.Marks, b.Marks)
        );
    }

    private static (double Names, double TitleTerms) SharedTerms(uint[] a, uint[] b, CandidateSearch search)
    {
        double names = 0,
            titles = 0;
        for (var (i, j) = (0, 0); i < a.Length && j < b.Length; )
        {
            var (left, right) = (a[i] >> 3, b[j] >> 3);
            if (left == right)
            {
                var both = (TermKinds)(a[i] & b[j]);
                names += both.HasFlag(TermKinds.Name) ? search.Rarity(a[i]) : 0;
                titles += both.HasFlag(TermKinds.Title) ? search.Rarity(a[i]) : 0;
            }
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        var rarest = Math.Log(search.Count + 2);
        return (names / rarest, titles / rarest);
    }

    private static double TitleIn(StoryFingerprint a, StoryFingerprint b, CandidateSearch search)
    {
        double found = 0,
            all = 0;
        foreach (var term in a.Terms)
        {
            if ((term & (uint)TermKinds.Title) != 0)
            {
                var rarity = search.Rarity(term);
                all += rarity;
                found += Array.BinarySearch(b.Marks, FingerprintBuilder.Mark(term)) >= 0 ? rarity : 0;
            }
        }
        return found / Math.Max(2, all);
    }

    private static int SharedMarks(ushort[] a, ushort[] b)
    {
        var shared = 0;
        for (var (i, j) = (0, 0); i < a.Length && j < b.Length; )
        {
            var (left, right) = (a[i], b[j]);
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return shared;
    }
}
