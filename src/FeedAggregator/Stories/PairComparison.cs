namespace FeedAggregator.Stories;

/// <summary>Compares one item with others.</summary>
internal sealed class PairComparison
{
    /// <summary>Fewer sampled shingles than this give no estimate of their own.</summary>
    private const int MinSampled = 8;

    /// <summary>A sense of proportion for rarities: evidence of less than about one rare word counts in part only.</summary>
    private const double Pseudo = 2;

    private readonly WindowItem _item;
    private readonly CandidateSearch _search;
    private readonly float[] _weights;
    private readonly double[] _rarities;

    /// <param name="item">The item that others are compared with.</param>
    /// <param name="search">Knows how rare terms are.</param>
    /// <param name="weights">What each of the item's shingles counts; see <see cref="CandidateSearch.Find"/>.</param>
    internal PairComparison(WindowItem item, CandidateSearch search, float[] weights)
    {
        (_item, _search, _weights) = (item, search, weights);
        _rarities = Array.ConvertAll(item.Fingerprint.Terms, search.Rarity);
    }

    internal PairEvidence With(WindowItem other)
    {
        var (a, b) = (_item.Fingerprint, other.Fingerprint);
        var shared = Shared(a, b, _weights);
        var itemIsShorter = a.Units <= b.Units;
        var forward = shared.Of(_item.Totals, firstSide: true);
        var backward = shared.Of(other.Totals, firstSide: false);
        var cover = itemIsShorter ? forward : backward;
        var title = Titles(b);
        var (numbers, names) = Missing(itemIsShorter ? a : b, itemIsShorter ? b : a);
        return new PairEvidence
        {
            Containment = cover.Plain,
            Damped = cover.Damped,
            LeadMax = Math.Max(forward.Lead, backward.Lead),
            LeadMin = Math.Min(forward.Lead, backward.Lead),
            TitleMin = title.Shared / Math.Max(Pseudo, Math.Min(title.Mine, title.Others)),
            TitleMax = title.Shared / Math.Max(Pseudo, Math.Max(title.Mine, title.Others)),
            TitleMass = title.Shared,
            NumbersMissing = numbers,
            NamesMissing = names,
            TitleNumbersMissing = title.NumbersMissing,
            ShorterUnits = Math.Min(a.Units, b.Units),
            SameFeed = _item.FeedId == other.FeedId,
            IsStandingText = _item.FeedId == other.FeedId && title.AreStrangers,
        };
    }

    private static SharedShingles Shared(StoryFingerprint a, StoryFingerprint b, ReadOnlySpan<float> weights)
    {
        var shared = new SharedShingles();
        var (x, y) = (a.Shingles, b.Shingles);
        var (i, j) = (0, 0);
        while (i < x.Length && j < y.Length)
        {
            var (left, right) = (x[i] >> 2, y[j] >> 2);
            if (left == right)
            {
                shared.Count(x[i], y[j], weights[i]);
                i++;
                j++;
            }
            else if (left < right)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return shared;
    }

    /// <summary>The share, by rarity, of the shorter text's numbers and names that the longer text lacks altogether.</summary>
    private (double Numbers, double Names) Missing(StoryFingerprint shorter, StoryFingerprint longer)
    {
        double numbers = 0,
            names = 0,
            numbersMissing = 0,
            namesMissing = 0;
        var mine = ReferenceEquals(shorter, _item.Fingerprint);
        for (var i = 0; i < shorter.Terms.Length; i++)
        {
            var term = shorter.Terms[i];
            if ((term & (uint)(TermKinds.Number | TermKinds.Name)) == 0)
            {
                continue;
            }
            var weight = mine ? _rarities[i] : _search.Rarity(term);
            var missing = Array.BinarySearch(longer.Marks, FingerprintBuilder.Mark(term)) < 0 ? weight : 0;
            if ((term & (uint)TermKinds.Number) != 0)
            {
                numbers += weight;
                numbersMissing += missing;
            }
            if ((term & (uint)TermKinds.Name) != 0)
            {
                names += weight;
                namesMissing += missing;
            }
        }
        return (numbersMissing / (numbers + Pseudo), namesMissing / (names + Pseudo));
    }

    private TitleOverlap Titles(StoryFingerprint other)
    {
        var overlap = new TitleOverlap();
        var (a, b) = (_item.Fingerprint.Terms, other.Terms);
        var (i, j) = (0, 0);
        while (i < a.Length || j < b.Length)
        {
            var left = i < a.Length ? a[i] >> 3 : uint.MaxValue;
            var right = j < b.Length ? b[j] >> 3 : uint.MaxValue;
            var kinds = left <= right ? (TermKinds)a[i] & TermKinds.All : TermKinds.None;
            var others = right <= left ? (TermKinds)b[j] & TermKinds.All : TermKinds.None;
            if (((kinds | others) & TermKinds.Title) != 0)
            {
                overlap.Count(kinds, others, kinds != 0 ? _rarities[i] : _search.Rarity(b[j]));
            }
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return overlap;
    }

    private struct TitleOverlap
    {
        private double _numbers;
        private double _numbersMissing;

        internal double Shared { get; private set; }

        internal double Mine { get; private set; }

        internal double Others { get; private set; }

        internal readonly double NumbersMissing => _numbersMissing / (_numbers + Pseudo);

        /// <summary>Both items have a title, and hardly a word is in both.</summary>
        internal readonly bool AreStrangers => Mine > 0 && Others > 0 && Shared < 0.1 * Math.Max(Pseudo, Math.Max(Mine, Others));

        internal void Count(TermKinds mine, TermKinds others, double rarity)
        {
            var inMine = (mine & TermKinds.Title) != 0;
            var inOthers = (others & TermKinds.Title) != 0;
            Mine += inMine ? rarity : 0;
            Others += inOthers ? rarity : 0;
            Shared += inMine && inOthers ? rarity : 0;
            if (((mine | others) & TermKinds.Number) != 0)
            {
                _numbers += rarity;
                _numbersMissing += mine == 0 || others == 0 ? rarity : 0;
            }
        }
    }

    private struct SharedShingles
    {
        private (int Head, int Lead, int Sampled, double LeadWeight, double SampledWeight) _a;
        private (int Head, int Lead, int Sampled, double LeadWeight, double SampledWeight) _b;

        internal void Count(uint left, uint right, float weight)
        {
            Count(ref _a, left, weight);
            Count(ref _b, right, weight);
        }

        private static void Count(
            ref (int Head, int Lead, int Sampled, double LeadWeight, double SampledWeight) side,
            uint shingle,
            float weight
        )
        {
            side.Head += (shingle & ShingleBits.Head) != 0 ? 1 : 0;
            if ((shingle & ShingleBits.Lead) != 0)
            {
                side.Lead++;
                side.LeadWeight += weight;
            }
            if ((shingle & ShingleBits.SampleMask) == 0)
            {
                side.Sampled++;
                side.SampledWeight += weight;
            }
        }

        internal readonly (double Plain, double Damped, double Lead) Of(ShingleTotals totals, bool firstSide)
        {
            var side = firstSide ? _a : _b;
            var lead = Share(side.Lead, totals.Lead);
            var plain = Share(side.Head, totals.Head);
            var damped = Share(side.LeadWeight, side.LeadWeight + totals.Lead - side.Lead);
            if (totals.Sampled >= MinSampled)
            {
                plain = Math.Max(plain, Share(side.Sampled, totals.Sampled));
                damped = Math.Max(damped, Share(side.SampledWeight, side.SampledWeight + totals.Sampled - side.Sampled));
            }
            return (plain, damped, lead);
        }

        private static double Share(double part, double whole) => whole <= 0 ? 0 : part / whole;
    }
}
