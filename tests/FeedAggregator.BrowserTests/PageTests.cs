using Microsoft.Playwright;

namespace FeedAggregator.BrowserTests;

/// <summary>Every page, as a reader's browser shows it.</summary>
public sealed class PageTests(Site site, Chromium chromium)
{
    private const int MostBytes = 50_000;

    /// <summary>Each with the status it has.</summary>
    public static TheoryData<string, int> Pages =>
        new()
        {
            { "/digest", 200 },
            { "/digests", 200 },
            { "/digests/morning", 200 },
            { "/digests/morning/2", 200 },
            { "/digests/morning/preview", 200 },
            { "/digests/pagi", 200 },
            { "/digests/pagi/1", 200 },
            { "/digests/live", 200 },
            { "/digests/nothing", 200 },
            { "/subscribe", 200 },
            { "/subscribe?digest=pagi", 200 },
            { "MANAGE", 200 },
            { "LEAVE", 200 },
            { "/feeds", 200 },
            { "/feeds?q=herald", 200 },
            { "/feeds/herald", 200 },
            { "/feeds/gone", 200 },
            { "/digests/none", 404 },
            { "/nowhere", 404 },
            { "/digest?since=yesteryear", 400 },
            { "/unsubscribe?token=1-forged", 400 },
            { "/subscriptions/confirm?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 200 },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_reads_well_on_phone_and_desktop_by_day_and_night(string path, int status)
    {
        var wanted = path switch
        {
            "MANAGE" => site.ManagePath,
            "LEAVE" => site.LeavePath,
            _ => path,
        };
        await using var window = await chromium.OpenAsync(site.Address, 375);

        var (answered, bytes) = await window.GoAsync(wanted);

        Assert.Equal(status, answered);
        Assert.True(bytes < MostBytes, $"{path} has {bytes} bytes");
        foreach (var (width, scheme) in new[] { (375, ColorScheme.Light), (375, ColorScheme.Dark), (1280, ColorScheme.Light) })
        {
            await window.LookAsync(width, scheme);
            await window.PictureAsync($"{path}-{width}-{scheme}");
            Assert.Empty((await window.AuditAsync()).Select(x => $"{path} at {width} px, {scheme}: {x}"));
        }
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_audit_finds_what_is_wrong_with_a_bad_page()
    {
        await using var window = await chromium.OpenAsync(site.Address, 375);
        await window.Page.SetContentAsync(
            """<html><body style="color:#999;background:#fff"><h2>No first</h2><p style="width:900px">wide</p><input id="a"><button style="width:9px;padding:0;height:9px">x</button><nav></nav>"""
        );

        var found = await window.AuditAsync();

        foreach (
            var rule in new[]
            {
                "no language",
                "no title",
                "not one h1",
                "not one main",
                "nav without a name",
                "scrolls sideways",
                "heading level left out",
                "field without a label",
                "target below 24 px",
                "contrast 2.85",
            }
        )
            Assert.Contains(found, x => x.StartsWith(rule, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/digests/morning")]
    [InlineData("/subscribe")]
    [InlineData("/feeds")]
    public async Task Whoever_uses_the_keyboard_sees_where_they_are(string path)
    {
        await using var window = await chromium.OpenAsync(site.Address, 1280);
        await window.GoAsync(path);

        for (var i = 0; i < 8; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            var outline = await window.Page.EvaluateAsync<string>(
                "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + parseFloat(s.outlineWidth); }"
            );
            Assert.Equal("solid 3", outline);
        }
    }

    [Fact]
    public async Task The_first_tab_leads_past_the_frame_to_the_stories()
    {
        await using var window = await chromium.OpenAsync(site.Address, 375);
        await window.GoAsync("/digests/morning");

        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Enter");

        Assert.Equal("main", await window.Page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task Print_has_the_stories_with_their_addresses_and_none_of_the_frame()
    {
        await using var window = await chromium.OpenAsync(site.Address, 1280);
        await window.LookAsync(1280, ColorScheme.Dark);
        await window.GoAsync("/digests/morning/2");
        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.False(await window.Page.Locator("header.site nav").IsVisibleAsync());
        Assert.False(await window.Page.Locator("footer.site").IsVisibleAsync());
        Assert.True(await window.Page.Locator("h1").IsVisibleAsync());
        Assert.Equal(
            "rgb(255, 255, 255)",
            await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor")
        );
        Assert.Contains(
            "attr(href)",
            await window.Page.EvaluateAsync<string>(
                "() => [...document.styleSheets[0].cssRules].map(x => x.cssText).filter(x => x.startsWith('@media print')).join()"
            ),
            StringComparison.Ordinal
        );
        Assert.True((await window.Page.PdfAsync(new() { Format = "A4" })).Length > 5_000);
    }
}
