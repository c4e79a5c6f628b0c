using FeedAggregator.Service.Api;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary>An admin's correction of stories from the command line.</summary>
internal static class CorrectStories
{
    public static Task<int> RunAsync(
        Invocation invocation,
        Func<IStoryStore, DateTimeOffset, CancellationToken, Task<StoryCorrection>> apply,
        CancellationToken ct
    ) =>
        Opening.WithAppAsync(
            invocation,
            async (app, ct) =>
            {
                var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
                var done = await apply(app.Services.GetRequiredService<IStoryStore>(), now, ct);
                var fine = done.Problem is null;
                await (fine ? Console.Out : Console.Error).WriteLineAsync(CorrectionText.Of(done));
                // Which ids there are is for who calls to know: none of it is work that failed.
                return fine ? ExitCodes.Ok : ExitCodes.BadUsage;
            },
            ct,
            adjust: Opening.LogErrorsOnly
        );
}
