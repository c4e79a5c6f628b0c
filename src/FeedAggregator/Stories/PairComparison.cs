namespace FeedAggregator.Stories;

/// <summary>Compares two fingerprints.</summary>
internal static class PairComparison
{
    /// <summary>Fewer sampled shingles than this give no estimate of their own.</summary>
    private const int MinSampled = 8;

    /// <summary>A sense of proportion for rarities: evidence of less than about one rare word counts in part only.</summary>
    private const double Pseudo = 2;

    internal static PairEvidence Compare(WindowItem item, WindowItem other, ReadOnlySpan<float> weights, Func<uint, double> rarity)
    {
        var (a, b) = (item.Fingerprint, other.Fingerprint);
        var shared = Shared(a, b, weights);
        var aIsShorter = a.Units <= b.Units;
        var (shorter, longer) = aIsShorter ? (a, b) : (b, a);
        var forward = shared.Of(Totals.Of(a), firstSide: true);
        var backward = shared.Of(Totals.Of(b), firstSide: false);
        var cover = aIsShorter ? forward : backward;
        var title = Titles(a, b, rarity);
        var numbers = Missing(shorter, longer, TermKinds.Number, rarity);
        var names = Missing(shorter, longer, TermKinds.Name, rarity);
        return new PairEvidence
        {
            Containment = cover.Plain,
            Damped = cover.Damped,
            LeadMax = Math.Max(forward.Lead, backward.Lead),
            LeadMin = Math.Min(forward.Lead, backward.Lead),
            TitleMin = title.Shared / Math.Max(Pseudo, Math.Min(title.A, title.B)),
            TitleMax = title.Shared / Math.Max(Pseudo, Math.Max(title.A, title.B)),
            TitleMass = title.Shared,
            NumbersMissing = numbers,
            NamesMissing = names,
            TitleNumbersMissing = title.NumbersMissing,
            ShorterUnits = shorter.Units,
            LongerUnits = longer.Units,
            TermsCosine = title.Cosine,
            SameFeed = item.FeedId == other.FeedId,
            TermsShared = title.Terms / Math.Max(Pseudo, Math.Min(title.TermsA, title.TermsB)),
            TermsMass = title.Terms,
        };
    }

    /// <summary>Cosine, by squared rarity, of all that the two items name; and the rarity they share, in nats.</summary>
    internal static (double Cosine, double Mass) Marks(StoryFingerprint a, StoryFingerprint b, Func<ushort, double> rarity)
    {
        double dot = 0,
            normA = 0,
            normB = 0,
            mass = 0;
        var (i, j) = (0, 0);
        while (i < a.Marks.Length || j < b.Marks.Length)
        {
            var left = i < a.Marks.Length ? a.Marks[i] : int.MaxValue;
            var right = j < b.Marks.Length ? b.Marks[j] : int.MaxValue;
            var weight = rarity((ushort)Math.Min(left, right));
            var squared = weight * weight;
            normA += left <= right ? squared : 0;
            normB += right <= left ? squared : 0;
            dot += left == right ? squared : 0;
            mass += left == right ? weight : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return (dot / Math.Max(1, Math.Sqrt(normA * normB)), mass);
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

    /// <summary>The share, by rarity, of the shorter text's terms of a kind that the longer text lacks altogether.</summary>
    private static double Missing(StoryFingerprint shorter, StoryFingerprint longer, TermKinds kind, Func<uint, double> rarity)
    {
        double all = 0;
        double missing = 0;
        foreach (var term in shorter.Terms)
        {
            if ((term & (uint)kind) == 0)
            {
                continue;
            }
            var weight = rarity(term);
            all += weight;
            if (Array.BinarySearch(longer.Marks, FingerprintBuilder.Mark(term)) < 0)
            {
                missing += weight;
            }
        }
        return missing / (all + Pseudo);
    }

    private static (
        double Shared,
        double A,
        double B,
        double NumbersMissing,
        double Terms,
        double TermsA,
        double TermsB,
        double Cosine
    ) Titles(StoryFingerprint a, StoryFingerprint b, Func<uint, double> rarity)
    {
        double shared = 0,
            inA = 0,
            inB = 0,
            terms = 0,
            termsA = 0,
            termsB = 0,
            numbers = 0,
            numbersMissing = 0,
            dot = 0,
            normA = 0,
            normB = 0;
        var (i, j) = (0, 0);
        while (i < a.Terms.Length || j < b.Terms.Length)
        {
            var left = i < a.Terms.Length ? a.Terms[i] >> 3 : uint.MaxValue;
            var right = j < b.Terms.Length ? b.Terms[j] >> 3 : uint.MaxValue;
            var kindsA = left <= right ? a.Terms[i++] & (uint)TermKinds.All : 0;
            var kindsB = right <= left ? b.Terms[j++] & (uint)TermKinds.All : 0;
            var weight = rarity(Math.Min(left, right) << 3);
            var titleA = (kindsA & (uint)TermKinds.Title) != 0;
            var titleB = (kindsB & (uint)TermKinds.Title) != 0;
            inA += titleA ? weight : 0;
            inB += titleB ? weight : 0;
            shared += titleA && titleB ? weight : 0;
            termsA += kindsA != 0 ? weight : 0;
            termsB += kindsB != 0 ? weight : 0;
            terms += kindsA != 0 && kindsB != 0 ? weight : 0;
            var squared = weight * weight;
            normA += kindsA != 0 ? squared : 0;
            normB += kindsB != 0 ? squared : 0;
            dot += kindsA != 0 && kindsB != 0 ? squared : 0;
            if (((kindsA | kindsB) & (uint)TermKinds.Number) != 0 && (titleA || titleB))
            {
                numbers += weight;
                numbersMissing += kindsA == 0 || kindsB == 0 ? weight : 0;
            }
        }
        return (shared, inA, inB, numbersMissing / (numbers + Pseudo), terms, termsA, termsB, dot / Math.Max(1, Math.Sqrt(normA * normB)));
    }

    private readonly record struct Totals(int Head, int Lead, int Sampled, int IndexedSampled)
    {
        internal static Totals Of(StoryFingerprint fingerprint)
        {
            var (head, lead, sampled) = (0, 0, 0);
            foreach (var shingle in fingerprint.Shingles)
            {
                head += (shingle & ShingleBits.Head) != 0 ? 1 : 0;
                lead += (shingle & ShingleBits.Lead) != 0 ? 1 : 0;
                sampled += (shingle & ShingleBits.SampleMask) == 0 ? 1 : 0;
            }
            return new Totals(head, lead, sampled, sampled);
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

        internal readonly (double Plain, double Damped, double Lead) Of(Totals totals, bool firstSide)
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
