using Microsoft.Playwright;

namespace FeedAggregator.BrowserTests;

/// <summary>The machine's own Chromium, started once. Without one the tests are skipped at home and fail on CI.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        Environment.GetEnvironmentVariable("FEEDAGGREGATOR_TEST_CHROMIUM") ?? "",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private IPlaywright? _driver;
    private IBrowser? _browser;
    private string _missing = "";

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } place)
        {
            _missing = "There is no Chromium here: install it, or name one in FEEDAGGREGATOR_TEST_CHROMIUM.";
            return;
        }
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = place,
                Headless = true,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-quic",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _driver?.Dispose();
    }

    /// <summary>A fresh reader: no cookies, no script, one window.</summary>
    public async Task<Window> OpenAsync(Uri site, int width, string locale = "en-GB")
    {
        if (_browser is null && Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            Assert.Fail(_missing);
        Assert.SkipWhen(_browser is null, _missing);
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = site.AbsoluteUri,
                JavaScriptEnabled = false,
                Locale = locale,
                ViewportSize = new() { Width = width, Height = width < 600 ? 740 : 900 },
            }
        );
        return new Window(context, await context.NewPageAsync());
    }
}
