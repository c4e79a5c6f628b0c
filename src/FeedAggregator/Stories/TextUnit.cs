namespace FeedAggregator.Stories;

[Flags]
internal enum UnitKinds : byte
{
    None = 0,

    /// <summary>A character of a script that is written without spaces; weighs half a word.</summary>
    Character = 1,

    /// <summary>Holds a digit.</summary>
    Number = 2,

    /// <summary>Starts with a capital.</summary>
    Capital = 4,

    /// <summary>The first unit of a sentence, where a capital says nothing.</summary>
    SentenceStart = 8,

    /// <summary>Has six letters or more: in any alphabet, most words that say what a text is about have.</summary>
    Long = 16,

    /// <summary>A consonant with its vowel and tone, of a script of Southeast Asia; weighs a third of a word.</summary>
    Syllable = 32,
}

/// <summary>A word, or a character or syllable of a script without spaces, as a hash.</summary>
internal readonly record struct TextUnit(uint Hash, UnitKinds Kinds)
{
    /// <summary>Weight of a word.</summary>
    internal const int Word = 6;

    internal bool IsWord => (Kinds & (UnitKinds.Character | UnitKinds.Syllable)) == 0;

    /// <summary>In sixths of a word.</summary>
    internal int Weight =>
        (Kinds & UnitKinds.Syllable) != 0 ? Word / 3
        : (Kinds & UnitKinds.Character) != 0 ? Word / 2
        : Word;
}
