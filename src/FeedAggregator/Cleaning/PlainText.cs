using System.Buffers;
using System.Collections.Frozen;

namespace FeedAggregator.Cleaning;

/// <summary>The words of an HTML fragment.</summary>
public static class PlainText
{
    private static readonly SearchValues<char> Stops = SearchValues.Create("<&\t\n\r\f\v\u00a0");

    /// <summary>Elements whose start and end begin a new line.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lines = (
        "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 "
        + "h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre section summary table tbody "
        + "tfoot thead tr ul xmp"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Elements whose content is not markup, and whether a reader sees it.</summary>
    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Raw = new Dictionary<string, bool>
    {
        ["noembed"] = false,
        ["noframes"] = false,
        ["script"] = false,
        ["style"] = false,
        ["template"] = false,
        ["textarea"] = true,
        ["title"] = false,
        ["xmp"] = true,
    }
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The words a reader would see: white space folded, a line for each block element, no blank lines, code and styles left out.
    /// Never throws; linear in the length of the input, or of the result where that is shorter.
    /// </summary>
    /// <param name="html">An HTML fragment, however broken.</param>
    /// <param name="maxLength">Longest result, in UTF-16 code units; a cut never splits a surrogate pair.</param>
    public static string FromHtml(string html, int maxLength = int.MaxValue)
    {
        if (string.IsNullOrEmpty(html) || maxLength <= 0)
            return "";
        var words = new Folder(Math.Min(html.Length, maxLength));
        try
        {
            Read(html, ref words, maxLength);
            return words.Take(maxLength);
        }
        finally
        {
            words.Dispose();
        }
    }

    private static void Read(ReadOnlySpan<char> rest, ref Folder words, int maxLength)
    {
        while (!rest.IsEmpty && words.Length <= maxLength)
        {
            var stop = rest.IndexOfAny(Stops);
            words.AddWords(stop < 0 ? rest : rest[..stop]);
            if (stop < 0)
                return;
            rest = rest[stop..];
            switch (rest[0])
            {
                case '<':
                    ReadMarkup(ref rest, ref words);
                    break;
                case '&':
                    References.Read(rest, out var value, out var length);
                    if (value is "\u00a0" or " " or "\t" or "\n")
                        words.Space();
                    else
                        words.Add(value);
                    rest = rest[length..];
                    break;
                default:
                    words.Space();
                    rest = rest[1..];
                    break;
            }
        }
    }

    private static void ReadMarkup(ref ReadOnlySpan<char> rest, ref Folder words)
    {
        var next = rest.Length > 1 ? rest[1] : '\0';
        var isEnd = next == '/' && rest.Length > 2 && char.IsAsciiLetter(rest[2]);
        if (char.IsAsciiLetter(next) || isEnd)
        {
            ReadTag(ref rest, isEnd, ref words);
        }
        else if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            // A comment nobody ended must not take the rest of the text with it.
            var end = rest[2..].IndexOf("-->", StringComparison.Ordinal);
            rest = end < 0 ? After(rest, rest.IndexOf('>'), 1) : rest[(end + 5)..];
        }
        else if (next is '?' or '/' || (next is '!' && !rest.StartsWith("<![CDATA[", StringComparison.Ordinal)))
        {
            rest = After(rest, rest.IndexOf('>'), 1);
        }
        else
        {
            words.Add("<");
            rest = rest[1..];
        }
    }

    private static void ReadTag(ref ReadOnlySpan<char> rest, bool isEnd, ref Folder words)
    {
        rest = rest[(isEnd ? 2 : 1)..];
        var length = 1;
        while (length < rest.Length && rest[length] > ' ' && rest[length] is not ('/' or '>'))
            length++;
        var name = rest[..length];
        var tag = rest;
        rest = AfterAttributes(rest[length..]);
        if (Lines.Contains(name))
            words.Line();
        else if (name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("th", StringComparison.OrdinalIgnoreCase))
            words.Space();
        // An empty element in XML's way has no content that could be raw.
        if (isEnd || tag[..^rest.Length].EndsWith("/>", StringComparison.Ordinal) || !Raw.TryGetValue(name, out var isSeen))
            return;
        var end = EndOfRaw(rest, name);
        if (isSeen)
            words.AddFolded(rest[..end]);
        rest = rest[end..];
    }

    /// <summary>What follows the tag whose attributes <paramref name="rest"/> starts with; a quoted value may hold what looks like its end.</summary>
    private static ReadOnlySpan<char> AfterAttributes(ReadOnlySpan<char> rest)
    {
        while (true)
        {
            var stop = rest.IndexOfAny('>', '=');
            if (stop < 0 || rest[stop] == '>')
                return After(rest, stop, 1);
            rest = rest[(stop + 1)..].TrimStart(" \t\n\r\f");
            if (!rest.IsEmpty && rest[0] is '"' or '\'')
                rest = After(rest[1..], rest[1..].IndexOf(rest[0]), 1);
        }
    }

    private static int EndOfRaw(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        for (var at = 0; ; )
        {
            var end = text[at..].IndexOf("</", StringComparison.Ordinal);
            if (end < 0)
                return text.Length;
            at += end;
            if (text[(at + 2)..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return at;
            at += 2;
        }
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, int at, int length) => at < 0 ? default : text[(at + length)..];

    /// <summary>Text with every run of white space folded to one blank or line end, none at either side.</summary>
    private struct Folder(int capacity) : IDisposable
    {
        private CharBuffer _text = new(Math.Max(capacity, 16));
        private char _pending;

        public readonly int Length => _text.Length;

        public void Space()
        {
            if (_pending == 0)
                _pending = ' ';
        }

        public void Line() => _pending = '\n';

        public void Add(ReadOnlySpan<char> word)
        {
            if (word.IsEmpty)
                return;
            if (_pending != 0 && _text.Length > 0)
                _text.Append(_pending);
            _pending = '\0';
            _text.Append(word);
        }

        /// <summary>Adds words with blanks, but no other white space, between them: most of most texts, and copied in long runs.</summary>
        public void AddWords(ReadOnlySpan<char> text)
        {
            while (!text.IsEmpty)
            {
                var start = text.IndexOfAnyExcept(' ');
                if (start != 0)
                    Space();
                if (start < 0)
                    return;
                text = text[start..];
                var end = text.IndexOf("  ", StringComparison.Ordinal);
                var run = end < 0 ? text : text[..end];
                text = text[run.Length..];
                if (run[^1] != ' ')
                {
                    Add(run);
                    continue;
                }
                Add(run[..^1]);
                Space();
            }
        }

        public void AddFolded(ReadOnlySpan<char> text)
        {
            foreach (var part in text.SplitAny(" \t\n\r\f"))
            {
                Space();
                Add(text[part]);
            }
        }

        public readonly string Take(int maxLength)
        {
            var text = _text.Span;
            if (text.Length <= maxLength)
                return text.ToString();
            if (char.IsHighSurrogate(text[maxLength - 1]))
                maxLength--;
            return text[..maxLength].TrimEnd().ToString();
        }

        public void Dispose() => _text.Dispose();
    }
}
