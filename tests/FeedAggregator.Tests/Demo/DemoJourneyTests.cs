using System.Diagnostics;
using System.Text.RegularExpressions;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Demo;

/// <summary>What a newcomer meets in the first minute: the real executable, its pages, and a subscription that goes all its way.</summary>
public sealed partial class DemoJourneyTests
{
    [Fact]
    public async Task A_newcomer_finds_an_edition_related_stories_and_a_subscription_that_works()
    {
        using var demo = Process.Start(Executable.Command("demo", "--no-browser", "--urls", "http://127.0.0.1:0"))!;
        try
        {
            var told = await UntilAsync(demo, "stop with Ctrl+C");
            var site = new Uri(Address().Match(told).Value);
            using var reader = new HttpClient { BaseAddress = site };

            var edition = await reader.GetStringAsync(new Uri("/digests/today/1", UriKind.Relative));
            var digest = await reader.GetStringAsync(new Uri("/digests/today", UriKind.Relative));
            using var form = new FormUrlEncodedContent([new("email", "me@example.org"), new("digest", "today"), new("zone", "UTC")]);
            using var wished = await reader.PostAsync(new Uri("/subscribe", UriKind.Relative), form);
            var mail = await UntilAsync(demo, "me@example.org: ");

            Assert.All(
                ["12 hours later", "Edition 1 of \"Today\" is published", "/digests/today/1"],
                x => Assert.Contains(x, told, StringComparison.Ordinal)
            );
            Assert.All(["class=\"also\"", "class=\"also related\""], x => Assert.Contains(x, edition, StringComparison.Ordinal));
            Assert.Contains("Village school cheers its teacher", edition, StringComparison.Ordinal);
            Assert.Contains("/subscribe?digest=today", digest, StringComparison.Ordinal);
            Assert.True(wished.IsSuccessStatusCode);
            Assert.Contains("/subscriptions/confirm?digest=today&token=", mail, StringComparison.Ordinal);
        }
        finally
        {
            await StopAsync(demo);
        }
    }

    /// <summary>As Ctrl+C does, where there are signals: then it takes its folder away.</summary>
    private static async Task StopAsync(Process demo)
    {
        if (OperatingSystem.IsWindows())
        {
            demo.Kill();
        }
        else
        {
            using var kill = Process.Start("kill", ["-TERM", $"{demo.Id}"]);
            await kill.WaitForExitAsync();
        }
        // What it still says would else stand in its way.
        await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();
    }

    /// <returns>All it said up to there.</returns>
    private static async Task<string> UntilAsync(Process process, string text)
    {
        var told = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            told += line + "\n";
            if (line.Contains(text, StringComparison.Ordinal))
                return told;
        }
        Assert.Fail($"It ended without saying \"{text}\":\n{told}");
        return told;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/digest\b")]
    private static partial Regex Address();
}
