using Microsoft.Playwright;

namespace FeedAggregator.BrowserTests;

/// <summary>From the list of digests to an edition, to the form, to the mail and back, without script.</summary>
public sealed class ReaderJourneyTests(Site site, Chromium chromium)
{
    [Theory]
    [InlineData(375)]
    [InlineData(1280)]
    public async Task A_reader_finds_reads_subscribes_changes_and_leaves(int width)
    {
        await using var window = await chromium.OpenAsync(site.Address, width);
        var page = window.Page;

        await window.GoAsync("/digests");
        await window.PressAsync("Morning news", AriaRole.Link);
        await window.FollowAsync(page.Locator(".archive a").Last);
        Assert.EndsWith("/digests/morning/1", page.Url, StringComparison.Ordinal);
        await window.FollowAsync(page.Locator("a[rel=next]"));
        Assert.EndsWith("/digests/morning/2", page.Url, StringComparison.Ordinal);
        Assert.Contains("Ferry Aurora", await page.Locator(".story h2").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("2 outlets", await page.Locator(".story").First.TextContentAsync(), StringComparison.Ordinal);
        await window.FollowAsync(page.Locator("a[rel=prev]"));
        Assert.EndsWith("/digests/morning/1", page.Url, StringComparison.Ordinal);

        await window.PressAsync("Subscribe", AriaRole.Link);
        Assert.Equal("morning", await page.GetByLabel("Digest").InputValueAsync());
        var mailbox = $"reader{width}@example.org";
        await page.GetByLabel("E-mail address").FillAsync("reader@localhost");
        await window.PressAsync("Subscribe");
        Assert.Contains("no domain", await page.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("E-mail address").FillAsync(mailbox);
        await window.PressAsync("Subscribe");
        Assert.Equal("Look into your mailbox", await page.Locator("h1").TextContentAsync());

        await window.GoAsync(await site.LinkFromMailAsync(mailbox, "/subscriptions/confirm"));
        await window.PressAsync("Confirm");
        Assert.Equal("You are subscribed", await page.Locator("h1").TextContentAsync());
        await window.PressAsync("Change what you get", AriaRole.Link);
        await ChangeAsync(window);

        await window.PressAsync("Unsubscribe");
        Assert.Contains("You have left", await page.GetByRole(AriaRole.Status).TextContentAsync(), StringComparison.Ordinal);
        await page.GetByText("Erase it all and leave").First.ClickAsync();
        await window.PressAsync("Erase it all and leave");
        Assert.Equal("Erased", await page.Locator("h1").TextContentAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_reader_who_reads_Indonesian_is_spoken_to_in_Indonesian()
    {
        await using var window = await chromium.OpenAsync(site.Address, 375, locale: "id-ID");

        await window.GoAsync("/digests");
        Assert.Equal("Ringkasan", await window.Page.Locator("h1").TextContentAsync());
        await window.PressAsync("Kabar pagi", AriaRole.Link);
        await window.PressAsync("Berlangganan", AriaRole.Link);
        Assert.Equal("Asia/Jakarta", await window.Page.GetByLabel("Zona waktu").InputValueAsync());
        await window.GoAsync("/nowhere");
        Assert.Equal("Halaman ini tidak ada", await window.Page.Locator("h1").TextContentAsync());
    }

    private static async Task ChangeAsync(Window window)
    {
        var page = window.Page;
        await page.GetByLabel("When").SelectOptionAsync("7");
        await page.GetByLabel("Time zone").SelectOptionAsync("Asia/Jakarta");
        await page.GetByText("Your own choice of stories").ClickAsync();
        await page.GetByLabel("Only stories about").FillAsync("ferry, floods");
        await page.GetByLabel("sport", new() { Exact = true }).CheckAsync();
        await window.PressAsync("Save");
        Assert.Equal("Saved.", await page.GetByRole(AriaRole.Status).TextContentAsync());
        Assert.Equal("7", await page.GetByLabel("When").InputValueAsync());
        Assert.Equal("Asia/Jakarta", await page.GetByLabel("Time zone").InputValueAsync());
        Assert.Equal("ferry, floods", await page.GetByLabel("Only stories about").InputValueAsync());
        Assert.True(await page.GetByLabel("sport", new() { Exact = true }).IsCheckedAsync());
        Assert.False(await page.GetByLabel("world", new() { Exact = true }).IsCheckedAsync());
    }
}
