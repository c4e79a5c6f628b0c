using AngleSharp.Html.Parser;
using FeedAggregator.Cleaning;
using FsCheck;
using FsCheck.Fluent;

namespace FeedAggregator.Tests.Cleaning;

/// <summary>What holds for any markup, tried on soup made of the pieces attacks and sloppy publishers are made of.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Tags =
    [
        .. (
            "a b big blockquote center code dd details div dl dt em figure h1 h2 li ol p pre ruby rt s span summary table tbody td th tr "
            + "caption colgroup ul video picture font i u custom-tag o:p label noscript nobr button form fieldset select option math mi mrow "
            + "svg desc object marquee legend html body head article hr br img col input meta source wbr"
        ).Split(' '),
    ];

    private static readonly string[] Scraps =
    [
        " word ",
        "word\n",
        "\n",
        "&amp;",
        "&nbsp;",
        "&lt;b&gt;",
        "&copy",
        "&notit;",
        "&#x80;",
        "&#0;",
        "&#128514;",
        "&",
        "<",
        ">",
        "</",
        "<!-- c -->",
        "<!---->",
        "<!-->",
        "<!--",
        "-->",
        "<![CDATA[x]]>",
        "<?x?>",
        "<script>if(a<b){}</script>",
        "<style>p{}</style>",
        "<title>t</title>",
        "<iframe src=x></iframe>",
        "<iframe src=\"x\" />",
        "<textarea>",
        "</textarea>",
        "<xmp>",
        "<template>",
        "</template>",
        "<plaintext>",
        "<p />",
        "<br/>",
        "</br>",
        "</p>",
        "<img src=x onerror=alert(1)>",
        "<img src='a b.png' alt='\"<>&amp;&copy=&x'>",
        "<img width=1 height=1>",
        "<a href='javascript:alert(1)'>",
        "<a href='../x?a=1&b=2&copy=3#y' title=t TITLE=u>",
        "<td colspan=2 style='color:red;position:fixed'>",
        "<p style=\"color: red\" class='language-x y' lang=en>",
        "<img srcset='a 1x, b 2x,c' data-x=1 hidden>",
        "\0",
        "\r\n",
        "\u000c",
        "\u001b",
        "\u202e",
        "\ufeff",
        "\ud800",
        "\"",
        "'",
        "=",
        "/>",
    ];

    private static readonly Config Tries = Config.QuickThrowOnFailure.WithMaxTest(4000).WithReplay(20261122, 7);

    private static Arbitrary<string[]> Soup(params string[] pieces) =>
        Arb.From(Gen.Elements(pieces).ArrayOf(), soup => soup.Select((_, i) => soup.Where((_, j) => j != i).ToArray()));

    private static Arbitrary<string[]> AnySoup() =>
        Soup([.. Tags.Select(t => $"<{t}>"), .. Tags.Select(t => $"</{t}>"), .. Tags.Select(t => $"<{t}>word</{t}>"), .. Scraps]);

    [Fact]
    public void Cleaning_twice_is_cleaning_once()
    {
        Check.One(
            Tries,
            Prop.ForAll(
                AnySoup(),
                soup =>
                {
                    var once = HtmlCleaner.Clean(string.Concat(soup), "https://news.test/a/");

                    Assert.Equal(once, HtmlCleaner.Clean(once, "https://news.test/a/"));
                }
            )
        );
    }

    [Fact]
    public void What_was_cleaned_needs_no_repair()
    {
        Check.One(
            Tries,
            Prop.ForAll(
                AnySoup(),
                soup =>
                {
                    var once = HtmlCleaner.Clean(string.Concat(soup), null);
                    HtmlCleaner.Clean(once, null, out var by);

                    Assert.Equal(CleanedBy.FastPath, by);
                }
            )
        );
    }

    [Fact]
    public void Nothing_but_what_is_allowed_is_left()
    {
        Check.One(Tries, Prop.ForAll(AnySoup(), soup => Assert.Empty(Audit.Offences(HtmlCleaner.Clean(string.Concat(soup), null)))));
    }

    [Fact]
    public void One_pass_and_a_tree_come_to_the_same()
    {
        var passed = 0;
        Check.One(
            Tries.WithMaxTest(20_000),
            Prop.ForAll(
                AnySoup(),
                soup =>
                {
                    var html = string.Concat(soup);
                    using var quick = new SafeWriter("https://news.test/", html.Length);
                    using var thorough = new SafeWriter("https://news.test/", html.Length);
                    if (!FastPath.TryClean(html, quick) || !TreeCleaner.TryClean(html, thorough))
                        return;
                    passed++;

                    Assert.Equal(thorough.Html.ToString(), quick.Html.ToString());
                }
            )
        );

        Assert.True(passed > 1000, $"The one pass took only {passed}.");
    }

    [Fact]
    public void The_words_stay()
    {
        string[] keeping = [.. "a b div li p table tr td span h1 custom-tag form button object ul math mi".Split(' ')];
        var soups = Soup([.. keeping.Select(t => $"<{t}>"), .. keeping.Select(t => $"</{t}>"), " word ", "word"]);
        Check.One(
            Tries,
            Prop.ForAll(
                soups,
                soup =>
                {
                    var html = string.Concat(soup);
                    var cleaned = new HtmlParser().ParseDocument(HtmlCleaner.Clean(html, null)).Body!.TextContent;

                    Assert.Equal(Words(html), Words(cleaned));
                }
            )
        );
    }

    [Fact]
    public void Plain_text_takes_any_soup_and_is_never_longer_than_asked()
    {
        Check.One(
            Tries,
            Prop.ForAll(
                AnySoup(),
                soup =>
                {
                    var html = string.Concat(soup);
                    var whole = PlainText.FromHtml(html);
                    var cut = PlainText.FromHtml(html, 10);

                    Assert.Equal(whole.Trim(), whole);
                    Assert.True(cut.Length <= 10 && whole.StartsWith(cut, StringComparison.Ordinal));
                }
            )
        );
    }

    private static int Words(string text) => text.Split("word").Length - 1;
}
