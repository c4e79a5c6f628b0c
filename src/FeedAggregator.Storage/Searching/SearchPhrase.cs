namespace FeedAggregator.Storage.Searching;

/// <summary>Words that must follow each other.</summary>
/// <param name="LastIsPrefix">The last word is a single character of a script without blanks: pairs that begin with it match too.</param>
internal sealed record SearchPhrase(IReadOnlyList<string> Words, bool LastIsPrefix)
{
    /// <summary>Reads what a person typed: words, and phrases in double quotes. Anything may be typed; what holds no word is no condition.</summary>
    public static List<SearchPhrase> Parse(string text)
    {
        var phrases = new List<SearchPhrase>();
        var parts = text.Split('"', '“', '”', '„');
        for (var i = 0; i < parts.Length; i++)
        {
            // Odd parts stand inside quotes; a last quote that is never closed quotes nothing.
            var quoted = i % 2 == 1 && i < parts.Length - 1;
            if (quoted)
                Add(phrases, parts[i]);
            else
                foreach (var word in parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                    Add(phrases, word);
        }
        return phrases;
    }

    /// <summary>For engines without an index of words.</summary>
    /// <param name="text">The words of a text (<see cref="SearchWords"/>).</param>
    public bool IsIn(ReadOnlySpan<string> text)
    {
        for (var at = 0; at + Words.Count <= text.Length; at++)
        {
            if (IsAt(text[at..]))
                return true;
        }
        return false;
    }

    private bool IsAt(ReadOnlySpan<string> text)
    {
        var last = Words.Count - 1;
        for (var i = 0; i < last; i++)
        {
            if (text[i] != Words[i])
                return false;
        }
        return LastIsPrefix ? text[last].StartsWith(Words[last], StringComparison.Ordinal) : text[last] == Words[last];
    }

    private static void Add(List<SearchPhrase> phrases, string text)
    {
        var words = SearchWords.Cut(text, query: true).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
            phrases.Add(new SearchPhrase(words, SearchWords.IsOneDenseCharacter(words[^1])));
    }
}
