using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FeedAggregator.Digests.Rendering;

/// <summary>
/// Writes HTML from interpolated strings: the literal parts are markup, every value is encoded. There is no way to write a value raw but
/// another <see cref="Html"/>, which was written the same way. Values in attributes must be quoted; addresses go through <see cref="WebLink"/>.
/// </summary>
public sealed class HtmlWriter
{
    private readonly StringBuilder _markup = new();

    /// <summary>Characters written so far.</summary>
    public int Length => _markup.Length;

    /// <summary>For example <c>Write($"&lt;p&gt;{text}&lt;/p&gt;")</c>.</summary>
    public HtmlWriter Write([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>What was written, as a value that other writers take as it is.</summary>
    public Html ToHtml() => new(_markup.ToString());

    public override string ToString() => _markup.ToString();

    private StringBuilder Expect(int more)
    {
        _markup.EnsureCapacity(Math.Min(_markup.Length + more, Math.Max(_markup.Capacity, 4096)));
        return _markup;
    }

    /// <summary>Encoded for text and quoted attributes; characters that HTML forbids are dropped, halves of surrogate pairs replaced.</summary>
    internal static void Encode(StringBuilder target, string? value)
    {
        foreach (var rune in (value ?? "").EnumerateRunes())
        {
            if (!PlainCharacters.Allowed(rune))
                continue;
            switch (rune.Value)
            {
                case '&':
                    target.Append("&amp;");
                    break;
                case '<':
                    target.Append("&lt;");
                    break;
                case '>':
                    target.Append("&gt;");
                    break;
                case '"':
                    target.Append("&quot;");
                    break;
                case '\'':
                    target.Append("&#39;");
                    break;
                default:
                    Append(target, rune);
                    break;
            }
        }
    }

    private static void Append(StringBuilder target, Rune rune)
    {
        if (rune.IsBmp)
            target.Append((char)rune.Value);
        else
            target.Append(rune.ToString());
    }

    /// <summary>What the compiler turns <c>$"…"</c> into.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup(int literalLength, int formattedCount, HtmlWriter writer)
    {
        private readonly StringBuilder _target = writer.Expect(literalLength + (formattedCount * 16));

        internal HtmlWriter Writer => writer;

        public void AppendLiteral(string markup) => _target.Append(markup);

        public void AppendFormatted(string? value) => Encode(_target, value);

        public void AppendFormatted(long value) => _target.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted(Html html) => _target.Append(html.Value);
    }
}

/// <summary>Markup that an <see cref="HtmlWriter"/> wrote.</summary>
public readonly struct Html
{
    private readonly string? _value;

    internal Html(string value) => _value = value;

    internal string Value => _value ?? "";

    public override string ToString() => Value;

    /// <summary>One piece of markup; values are encoded.</summary>
    public static Html Of(Piece piece) => piece.Writer.ToHtml();

    [InterpolatedStringHandler]
    public readonly ref struct Piece(int literalLength, int formattedCount)
    {
        private readonly HtmlWriter.Markup _markup = new(literalLength, formattedCount, new HtmlWriter());

        internal HtmlWriter Writer => _markup.Writer;

        public void AppendLiteral(string markup) => _markup.AppendLiteral(markup);

        public void AppendFormatted(string? value) => _markup.AppendFormatted(value);

        public void AppendFormatted(long value) => _markup.AppendFormatted(value);

        public void AppendFormatted(Html html) => _markup.AppendFormatted(html);
    }
}
