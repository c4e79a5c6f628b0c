using System.Text;

namespace FeedAggregator.Stories;

/// <summary>Text to fingerprint. Works on the stack and on what it returns: safe to run in parallel.</summary>
internal static class FingerprintBuilder
{
    /// <summary>Longer texts are cut before anything looks at them: a page of 1 MB costs what a page of 16 KB costs.</summary>
    private const int MaxTextChars = 16 * 1024;

    private const int MaxTitleChars = 1024;
    private const int MaxTitleUnits = 64;
    private const int ShingleWeight = 3 * TextUnit.Word;

    /// <summary>Texts shorter than this many units share too little for an exact match to mean anything.</summary>
    private const int MinExactUnits = 8;

    private const int MaxHeadTerms = 40;

    /// <summary>Marks of names, numbers and the title; the rest is for long words.</summary>
    private const int MaxNamingMarks = 128;

    internal static StoryFingerprint Build(string title, string text, string? link)
    {
        Span<TextUnit> titleBuffer = stackalloc TextUnit[MaxTitleUnits];
        Span<TextUnit> textBuffer = stackalloc TextUnit[StoryFingerprint.MaxUnits];
        title = Spelling.Fold(TextUnits.Normalise(Cut(title, MaxTitleChars)));
        text = Spelling.Fold(TextUnits.Normalise(Cut(text, MaxTextChars)));
        var titleUnits = titleBuffer[..TextUnits.Read(title, titleBuffer)];
        var body = WithoutMore(text);
        var units = textBuffer[..TextUnits.Read(body, textBuffer)];
        return new StoryFingerprint(
            link is null ? 0 : UrlHash(link),
            ContentHash(titleUnits, units),
            units.Length,
            Shingles(units),
            Terms(titleUnits, units),
            Marks(titleUnits, units)
        );
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    /// <summary>Drops the "…", "[...]" or "… Read more" a cut summary ends with: the copy that was not cut does not have it.</summary>
    private static ReadOnlySpan<char> WithoutMore(string text)
    {
        var body = text.AsSpan().TrimEnd();
        var tail = Math.Max(0, body.Length - 48);
        var at = body[tail..].LastIndexOf('…');
        at = at >= 0 ? at : body[tail..].LastIndexOf("...", StringComparison.Ordinal);
        return at < 0 ? body : body[..(tail + at)];
    }

    private static ulong UrlHash(string link) => CanonicalUrl.Of(link) is { } url && CanonicalUrl.NamesAPage(url) ? Hash64(url) : 0;

    private static ulong Hash64(string text)
    {
        var hash = 14695981039346656037ul;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211ul;
        }
        return Mix64(hash);
    }

    private static ulong Mix64(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93ul;
        return hash ^ (hash >> 32);
    }

    private static ulong ContentHash(ReadOnlySpan<TextUnit> title, ReadOnlySpan<TextUnit> text)
    {
        if (text.Length < MinExactUnits)
        {
            return 0;
        }
        var hash = 14695981039346656037ul;
        foreach (var unit in text)
        {
            hash = Mix64((hash ^ unit.Hash) * 1099511628211ul);
        }
        return hash;
    }

    private static uint[] Shingles(ReadOnlySpan<TextUnit> units)
    {
        Span<uint> found = stackalloc uint[StoryFingerprint.MaxUnits];
        var count = 0;
        var weightBefore = 0;
        for (var start = 0; start < units.Length; start++)
        {
            var head = start < StoryFingerprint.HeadUnits;
            if (!Shingle(units[start..], out var hash))
            {
                break;
            }
            if (head || (hash & ShingleBits.SampleMask) == 0)
            {
                var lead = weightBefore < StoryFingerprint.LeadUnits * TextUnit.Word;
                found[count++] = (hash & ~ShingleBits.Flags) | (head ? ShingleBits.Head : 0) | (lead ? ShingleBits.Lead : 0);
            }
            weightBefore += units[start].Weight;
        }
        return Distinct(found[..count], ShingleBits.Flags, StoryFingerprint.MaxShingles);
    }

    private static bool Shingle(ReadOnlySpan<TextUnit> units, out uint hash)
    {
        var weight = 0;
        hash = 0x9E3779B9u;
        for (var i = 0; i < units.Length && weight < ShingleWeight; i++)
        {
            hash = (System.Numerics.BitOperations.RotateLeft(hash, 13) ^ units[i].Hash) * 0x85EBCA6Bu;
            weight += units[i].Weight;
        }
        hash = TextUnits.Mix(hash);
        return weight >= ShingleWeight;
    }

    private static uint[] Terms(ReadOnlySpan<TextUnit> title, ReadOnlySpan<TextUnit> text)
    {
        Span<uint> found = stackalloc uint[MaxTitleUnits + StoryFingerprint.HeadUnits];
        var count = 0;
        for (var i = 0; i < title.Length && count < StoryFingerprint.MaxTerms - MaxHeadTerms; i++)
        {
            if (TitleTerm(title, i, out var term))
            {
                var kinds = TermKinds.Title | ((title[i].Kinds & UnitKinds.Number) != 0 ? TermKinds.Number : 0);
                found[count++] = (term & ~(uint)TermKinds.All) | (uint)kinds;
            }
        }
        var headTerms = 0;
        for (var i = 0; i < text.Length && i < StoryFingerprint.HeadUnits && headTerms < MaxHeadTerms; i++)
        {
            var kinds = KindsInText(text[i]);
            if (kinds != 0)
            {
                found[count++] = (text[i].Hash & ~(uint)TermKinds.All) | (uint)kinds;
                headTerms++;
            }
        }
        return Distinct(found[..count], (uint)TermKinds.All, StoryFingerprint.MaxTerms);
    }

    /// <summary>A word; of a script without spaces, two characters or three syllables.</summary>
    private static bool TitleTerm(ReadOnlySpan<TextUnit> title, int at, out uint term)
    {
        term = title[at].Hash;
        if (title[at].IsWord)
        {
            return true;
        }
        if (at + 1 >= title.Length || title[at + 1].IsWord)
        {
            return false;
        }
        term = TextUnits.Mix((term * 31) + title[at + 1].Hash);
        if ((title[at].Kinds & UnitKinds.Syllable) != 0 && at + 2 < title.Length && !title[at + 2].IsWord)
        {
            term = TextUnits.Mix((term * 31) + title[at + 2].Hash);
        }
        return true;
    }

    private static TermKinds KindsInText(TextUnit unit)
    {
        if ((unit.Kinds & UnitKinds.Number) != 0)
        {
            return TermKinds.Number;
        }
        return (unit.Kinds & (UnitKinds.Capital | UnitKinds.SentenceStart)) == UnitKinds.Capital ? TermKinds.Name : TermKinds.None;
    }

    private static ushort[] Marks(ReadOnlySpan<TextUnit> title, ReadOnlySpan<TextUnit> text)
    {
        Span<ushort> found = stackalloc ushort[MaxTitleUnits + StoryFingerprint.MaxUnits];
        var count = 0;
        for (var i = 0; i < title.Length; i++)
        {
            found[count++] = TitleTerm(title, i, out var term) ? Mark(term) : Mark(title[i].Hash);
        }
        foreach (var unit in text)
        {
            if ((unit.Kinds & (UnitKinds.Number | UnitKinds.Capital)) != 0)
            {
                found[count++] = Mark(unit.Hash);
            }
        }
        Span<ulong> seen = stackalloc ulong[(ushort.MaxValue + 1) / 64];
        Span<ushort> marks = stackalloc ushort[StoryFingerprint.MaxMarks];
        var kept = AddUpTo(MaxNamingMarks, marks, 0, seen, found[..count]);
        count = 0;
        for (var i = 0; i < text.Length && count < StoryFingerprint.MaxMarks * 2; i++)
        {
            if ((text[i].Kinds & UnitKinds.Long) != 0 || (!text[i].IsWord && i < StoryFingerprint.HeadUnits))
            {
                found[count++] = text[i].IsWord || !TitleTerm(text, i, out var pair) ? Mark(text[i].Hash) : Mark(pair);
            }
        }
        kept = AddUpTo(StoryFingerprint.MaxMarks, marks, kept, seen, found[..count]);
        marks[..kept].Sort();
        return marks[..kept].ToArray();
    }

    /// <summary>The mark of a term: of its hash without the bits that say its kind.</summary>
    internal static ushort Mark(uint hash) => (ushort)(hash >> 16);

    /// <summary>Adds what was not seen yet, until there are so many.</summary>
    private static int AddUpTo(int limit, Span<ushort> marks, int count, Span<ulong> seen, ReadOnlySpan<ushort> values)
    {
        foreach (var value in values)
        {
            if (count >= limit)
            {
                break;
            }
            var bit = 1ul << (value & 63);
            if ((seen[value >> 6] & bit) == 0)
            {
                seen[value >> 6] |= bit;
                marks[count++] = value;
            }
        }
        return count;
    }

    /// <summary>Sorts, and joins values that differ in their flags only, keeping all flags.</summary>
    private static uint[] Distinct(Span<uint> values, uint flags, int limit)
    {
        values.Sort();
        var kept = 0;
        foreach (var value in values)
        {
            if (kept > 0 && (values[kept - 1] & ~flags) == (value & ~flags))
            {
                values[kept - 1] |= value;
            }
            else
            {
                values[kept++] = value;
            }
        }
        return values[..Math.Min(kept, limit)].ToArray();
    }
}

internal static class ShingleBits
{
    internal const uint Lead = 1;
    internal const uint Head = 2;
    internal const uint Flags = 3;

    /// <summary>Outside the head one shingle in four is kept: those with these bits clear.</summary>
    internal const uint SampleMask = 0b1100;
}
