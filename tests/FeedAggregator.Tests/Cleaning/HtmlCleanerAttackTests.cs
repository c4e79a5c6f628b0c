using FeedAggregator.Cleaning;

namespace FeedAggregator.Tests.Cleaning;

/// <summary>One payload per idea; what is asserted is all that may be left of it.</summary>
public sealed class HtmlCleanerAttackTests
{
    [Theory]
    [InlineData("script", "a<script>alert(1)</script>b", "ab")]
    [InlineData("script in another case, with a blank", "a<ScRiPt >alert(1)</sCrIpT >b", "ab")]
    [InlineData("script inside a script's name", "<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)")]
    [InlineData("event handler", "<img src=x onerror=alert(1)>", "<img src=\"x\">")]
    [InlineData("event handler behind a slash", "<img/src=x/onerror=alert(1)>", "<img src=\"x/onerror=alert(1)\">")]
    [InlineData("event handler nobody has heard of", "<p onnewthing='alert(1)'>a</p>", "<p>a</p>")]
    [InlineData(
        "quote that seems to end",
        "<p title='\"><script>alert(1)</script>'>a</p>",
        "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">a</p>"
    )]
    [InlineData("back quotes", "<p title=`a` onclick=alert(1)>a</p>", "<p title=\"`a`\">a</p>")]
    [InlineData("two of an attribute", "<a href=https://n.test/ href=javascript:alert(1)>a</a>", "<a href=\"https://n.test/\">a</a>")]
    [InlineData("style sheet", "<style>p{background:url(//n.test)}</style>a", "a")]
    [InlineData("style that loads", "<p style='background:url(//n.test);color:red'>a</p>", "<p style=\"color: red;\">a</p>")]
    [InlineData("style that hides its function", "<p style='width:e\\78 pression(alert(1))'>a</p>", "<p>a</p>")]
    [InlineData("style behind a comment", "<p style='color:red/*;*/;x:y'>a</p>", "<p>a</p>")]
    [InlineData("style that covers the page", "<p style='position:fixed;top:0;margin-top:-900px'>a</p>", "<p>a</p>")]
    [InlineData("form", "<form action=//n.test><input name=password>a<button>b</button></form>", "<div>ab</div>")]
    [InlineData("refresh", "<meta http-equiv=refresh content='0;url=//n.test'>a", "a")]
    [InlineData("base", "<base href=//n.test/><a href=x>a</a>", "<a href=\"x\">a</a>")]
    [InlineData("frame with a document", "<iframe srcdoc='<script>alert(1)</script>'></iframe>a", "a")]
    [InlineData("object", "<object data=a.swf><param name=b><p>c</p></object>", "<p>c</p>")]
    [InlineData("template in a shadow", "<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>", "<div></div>")]
    [InlineData("names that clobber", "<img id=body name=cookie src=x><a id=location>a</a>", "<img src=\"x\"><a>a</a>")]
    [InlineData("window names", "<a href=x target=main ping=//n.test rel=opener>a</a>", "<a href=\"x\">a</a>")]
    [InlineData("Kelvin sign for a letter", "<lin\u212a rel=stylesheet href=//n.test>a", "a")]
    [InlineData("NUL in a name", "<scr\0ipt>alert(1)</scr\0ipt>", "alert(1)")]
    [InlineData("override of the reading order", "a\u202egpj.exe", "agpj.exe")]
    [InlineData("terminal escapes", "a\u001b[31mb\u0008", "a[31mb")]
    public void Nothing_active_is_left_of(string idea, string html, string expected)
    {
        var cleaned = HtmlCleaner.Clean(html, null);

        Assert.True(expected == cleaned, $"{idea}: {cleaned}");
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData(" \u0001JaVaScRiPt:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("java&#9;script:alert(1)")]
    [InlineData("&#x6A&#x61vascript&colon;alert(1)")]
    [InlineData("&#0000106avascript:alert(1)")]
    [InlineData("\u00a0javascript:alert(1)")]
    [InlineData("\u200bjavascript:alert(1)")]
    [InlineData("vbscript:msgbox(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("blob:https://n.test/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("view-source:https://n.test/")]
    [InlineData("ms-officecmd:x")]
    [InlineData("feed:javascript:alert(1)")]
    public void A_link_goes_only_where_readers_are_safe(string url)
    {
        var cleaned = HtmlCleaner.Clean($"<a href=\"{url}\">a</a>", "https://news.test/");

        Assert.Equal("<a>a</a>", cleaned);
    }

    [Theory]
    [InlineData("data:image/svg+xml;base64,PHN2Zz4=")]
    [InlineData("data:image/png,a\"b")]
    [InlineData("data:text/html;base64,PHA+")]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:a@n.test")]
    public void A_picture_is_loaded_only_from_the_web(string url)
    {
        var cleaned = HtmlCleaner.Clean($"<img alt=a src='{url}'><img alt=b srcset='{url} 2x'>", null);

        Assert.Equal("<img alt=\"a\"><img alt=\"b\">", cleaned);
    }

    [Fact]
    public void A_small_picture_may_stand_in_its_address()
    {
        const string dot = "<img src=\"data:image/png;base64,iVBORw0KGgo=\">";

        Assert.Equal(dot, HtmlCleaner.Clean(dot, null));
        Assert.Equal("<video controls></video>", HtmlCleaner.Clean(dot.Replace("img", "video"), null));
    }

    [Theory]
    [InlineData("<svg></p><style><a title=\"</style><img src=x onerror=alert(1)>\">")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")]
    [InlineData("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">")]
    [InlineData("<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">")]
    [InlineData("<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\">")]
    [InlineData("<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>")]
    [InlineData("<svg><foreignObject><p><style><a title=\"</style><img src=x onerror=alert(1)>\">")]
    [InlineData("<select><noembed></select><script>'\"><img src=x onerror=alert(1)></noembed>")]
    [InlineData("<!--><img src=x onerror=alert(1)>-->")]
    [InlineData("<!--- --!><img src=x onerror=alert(1)>-->")]
    [InlineData("<a <!-- --><img src=x onerror=alert(1)>>")]
    [InlineData("</ x='><img src=x onerror=alert(1)>'>")]
    [InlineData("<?x ><img src=x onerror=alert(1)>?>")]
    [InlineData("<annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml>")]
    [InlineData("<plaintext><img src=x onerror=alert(1)>")]
    public void Markup_that_parsers_read_in_two_ways_is_harmless_in_both(string html)
    {
        var cleaned = HtmlCleaner.Clean(html, null);

        Assert.Empty(Audit.Offences(cleaned));
        Assert.Equal(cleaned, HtmlCleaner.Clean(cleaned, null));
    }

    [Theory]
    [InlineData("</td></tr></table></div></body></html><p>a</p>")]
    [InlineData("<div><div><ul><li>a")]
    [InlineData("<plaintext>a")]
    [InlineData("<a href='a")]
    [InlineData("<table><tr><td></table></div><textarea>")]
    public void Nothing_reaches_out_of_the_place_it_is_shown_in(string html)
    {
        var page = $"<!DOCTYPE html><body><main>{HtmlCleaner.Clean(html, null)}</main><i>end</i>";

        var body = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page).Body!;

        Assert.Equal(["MAIN", "I"], body.Children.Select(e => e.TagName));
        Assert.Equal("end", body.Children[1].TextContent);
    }
}
