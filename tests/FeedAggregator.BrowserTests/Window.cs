using Microsoft.Playwright;

namespace FeedAggregator.BrowserTests;

/// <summary>A browser window that remembers what the browser complained about: violations of the policy, failed requests, errors.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            // The status of the page itself is the test's to judge.
            if (
                message.Type is "error" or "warning"
                && !message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal)
            )
                _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
        page.RequestFailed += (_, request) => _complaints.Add($"{request.Url}: {request.Failure}");
    }

    public IPage Page { get; }
    public IReadOnlyList<string> Complaints => _complaints;

    /// <returns>The status and the bytes of the page, as they come before compression.</returns>
    public async Task<(int Status, int Bytes)> GoAsync(string path)
    {
        var answer = (await Page.GotoAsync(path))!;
        return (answer.Status, (await answer.BodyAsync()).Length);
    }

    /// <summary>The same page, in a window of another width, by day or night.</summary>
    public async Task LookAsync(int width, ColorScheme scheme)
    {
        await Page.SetViewportSizeAsync(width, width < 600 ? 740 : 900);
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
    }

    /// <summary>For people who want to look themselves: with <c>FEEDAGGREGATOR_TEST_PICTURES=DIR</c> every page is drawn there.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("FEEDAGGREGATOR_TEST_PICTURES") is { Length: > 0 } folder)
        {
            var file = string.Concat(name.Select(x => char.IsAsciiLetterOrDigit(x) || x == '-' ? x : '_')) + ".png";
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
        }
    }

    public Task PressAsync(string name, AriaRole role = AriaRole.Button) =>
        FollowAsync(Page.GetByRole(role, new() { Name = name, Exact = true }).First);

    /// <summary>Presses what leads to another page, and returns when that page is there.</summary>
    /// <remarks>The wait begins before the press: one that begins after it misses the page that came quickly.</remarks>
    public async Task FollowAsync(ILocator control)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrived(object? sender, IPage page) => there.TrySetResult();
        Page.Load += Arrived;
        try
        {
            await control.ClickAsync();
            await there.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Page.Load -= Arrived;
        }
    }

    /// <summary>What a reader cannot read, reach or understand here, by <see cref="PageAudit"/>.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync() => await Page.EvaluateAsync<string[]>(PageAudit.Script);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
