using System.Globalization;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;
using FeedAggregator.Parsing;
using FeedAggregator.Parsing.Values;
using FsCheck;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Parsing;

/// <summary>What holds for any text, any date and any bytes.</summary>
public sealed class ParsingProperties
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Any_bytes_are_a_feed_or_none() =>
        Prop.ForAll((byte[] bytes) => FeedParser.Parse(bytes, DocumentContext.None) is not null).Check(Quick);

    /// <summary>Without ';': "&amp;amp;" in an RSS title may be meant either way, and is then read as HTML.</summary>
    [Fact]
    public void A_title_is_shown_as_it_was_before_it_was_escaped() =>
        Prop.ForAll(
                Texts.Filter(t => !t.Contains(';', StringComparison.Ordinal)),
                text => Shown(Parse($"<rss><channel><title>{SecurityElement.Escape(text)}</title></channel></rss>").Title) == Squashed(text)
            )
            .Check(Quick);

    [Fact]
    public void An_atom_text_is_never_taken_for_markup() =>
        Prop.ForAll(
                Texts,
                text =>
                    Value(
                        Parse(
                            $"<feed xmlns='http://www.w3.org/2005/Atom'><title>{SecurityElement.Escape(text + "<b>")}</title></feed>"
                        ).Title
                    ) == Squashed(text + "<b>")
            )
            .Check(Quick);

    [Fact]
    public void Any_text_comes_through_a_cdata_section() =>
        Prop.ForAll(
                Texts,
                text =>
                    Value(Parse($"<feed xmlns='http://www.w3.org/2005/Atom'><title><![CDATA[{text}]]></title></feed>").Title)
                    == Squashed(text)
            )
            .Check(Quick);

    [Fact]
    public void Any_text_comes_through_json() =>
        Prop.ForAll(
                Texts,
                text =>
                    Value(Parse($"{{\"items\":[{{\"content_text\":{JsonSerializer.Serialize(text)}}}]}}").Items[0].Content)
                    == Squashed(text)
            )
            .Check(Quick);

    [Fact]
    public void Any_encoding_gives_the_same_feed() =>
        Prop.ForAll(
                Texts,
                text =>
                {
                    var document = $"<rss><channel><title>{SecurityElement.Escape(text)}</title></channel></rss>";
                    var wide = Assert
                        .IsType<ParseResult.Parsed>(FeedParser.Parse(Encoding.Unicode.GetBytes(document), DocumentContext.None))
                        .Feed;
                    return wide.Title == Parse(document).Title;
                }
            )
            .Check(Quick);

    [Fact]
    public void Every_instant_is_read_back_from_each_way_to_write_it() =>
        Prop.ForAll(Instants, instant => Written(instant).All(text => FeedDate.Parse(text) == instant)).Check(Quick);

    [Fact]
    public void What_is_resolved_once_is_resolved() =>
        Prop.ForAll(
                Texts,
                text =>
                {
                    var once = UrlResolution.Resolve("https://a.example/b/c?d#e", text);
                    return UrlResolution.Resolve("https://other.example/", once) == once && UrlResolution.IsAbsolute(once);
                }
            )
            .Check(Quick);

    /// <summary>Text with everything XML can hold, and a bias to what parsers trip over.</summary>
    private static Arbitrary<string> Texts =>
        Gen.Elements("a", "Z", "é", "中", "⚓", "🚢", " ", "\n", "<", ">", "&", ";", "\"", "'", "]", "#", "/", "%", "amp", "x", "=", "-")
            .ArrayOf()
            .Select(string.Concat)
            .Where(t => !t.Contains("]]>", StringComparison.Ordinal))
            .ToArbitrary();

    private static Arbitrary<DateTimeOffset> Instants =>
        Gen.Choose(0, int.MaxValue).Select(seconds => DateTimeOffset.FromUnixTimeSeconds(seconds)).ToArbitrary();

    private static IEnumerable<string> Written(DateTimeOffset instant)
    {
        string Format(DateTimeOffset at, string format) => at.ToString(format, CultureInfo.InvariantCulture);
        var east = instant.ToOffset(TimeSpan.FromMinutes(570));
        var west = instant.ToOffset(TimeSpan.FromHours(-7));
        yield return Format(instant, "r");
        yield return Format(instant, "yyyy-MM-dd'T'HH:mm:ss'Z'");
        yield return Format(east, "yyyy-MM-dd'T'HH:mm:sszzz");
        yield return Format(west, "ddd, d MMM yyyy HH:mm:ss zzz");
        yield return Format(instant, "ddd MMM d HH:mm:ss yyyy");
        yield return Format(instant, "MMMM d, yyyy, h:mm:ss tt");
        yield return Format(east, "yyyyMMdd'T'HHmmsszzz");
        yield return Format(instant, "dd.MM.yyyy HH:mm:ss");
    }

    private static string? Value(TextConstruct? text) => Squashed(text?.Value ?? "");

    private static string? Shown(TextConstruct? text) =>
        Squashed(text is { IsHtml: true } ? WebUtility.HtmlDecode(text.Value) : text?.Value ?? "");

    private static string Squashed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static ParsedFeed Parse(string document) =>
        Assert.IsType<ParseResult.Parsed>(FeedParser.Parse(Encoding.UTF8.GetBytes(document), DocumentContext.None)).Feed;
}
