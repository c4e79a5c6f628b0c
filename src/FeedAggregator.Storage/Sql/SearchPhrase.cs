namespace FeedAggregator.Storage.Sql;

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

    private static void Add(List<SearchPhrase> phrases, string text)
    {
        var words = SearchWords.Cut(text, query: true).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
            phrases.Add(new SearchPhrase(words, SearchWords.IsOneDenseCharacter(words[^1])));
    }
}
