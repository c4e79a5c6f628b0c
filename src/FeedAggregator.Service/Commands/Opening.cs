using FeedAggregator.Configuration;
using FeedAggregator.Service.Control;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Commands;

/// <summary>What every verb that needs the store does first; problems go to standard error, one line each.</summary>
internal static class Opening
{
    /// <summary>
    /// Builds the app, lets the verb use it and closes it. Where a running service holds the database, a verb that may be is run in there, and on its app.
    /// </summary>
    /// <returns>The verb's exit code, or the one that says why it could not start.</returns>
    public static async Task<int> WithAppAsync(
        Invocation invocation,
        Func<WebApplication, CancellationToken, Task<int>> use,
        CancellationToken ct,
        bool readOnly = false,
        Action<WebApplicationBuilder>? adjust = null
    )
    {
        if (HostedVerb.Current is { } hosted)
        {
            return await UseAsync(hosted.App, use, ct);
        }
        var settings = AppSettings.Load(invocation);
        if (!Report(settings.Problems))
        {
            return ExitCodes.BadUsage;
        }
        if (readOnly)
        {
            settings = settings with { Store = settings.Store with { ReadOnly = true } };
        }
        try
        {
            await using var app = await App.BuildAsync(settings, invocation, adjust, ct);
            return await UseAsync(app, use, ct);
        }
        catch (StoreException unusable)
        {
            if (
                unusable.Problem == StoreProblem.Locked
                && invocation.Words is { } words
                && await ControlClient.AskAsync(settings.Store, new VerbRequest(words, invocation.Overrides), ct) is { } code
            )
            {
                return code;
            }
            await Console.Error.WriteLineAsync(unusable.Message);
            return ExitCodes.StoreUnusable;
        }
    }

    private static async Task<int> UseAsync(
        WebApplication app,
        Func<WebApplication, CancellationToken, Task<int>> use,
        CancellationToken ct
    )
    {
        try
        {
            return await use(app, ct);
        }
        catch (StoreException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return ExitCodes.StoreUnusable;
        }
    }

    /// <summary>For verbs that print what happens themselves: only what they cannot know is logged.</summary>
    public static void LogErrorsOnly(WebApplicationBuilder builder) =>
        builder.Logging.AddFilter("FeedAggregator", LogLevel.Error).AddFilter("Microsoft.Hosting", LogLevel.Error);

    /// <summary>Reads the feeds file into the store.</summary>
    /// <returns>False when it has errors, which were printed.</returns>
    public static async Task<bool> LoadFeedsAsync(WebApplication app, CancellationToken ct)
    {
        var file = await app.Services.GetRequiredService<FeedsCatalogue>().ReloadAsync(ct);
        return file is null || Report(file.Problems);
    }

    /// <returns>False when one of them is fatal.</returns>
    public static bool Report(IReadOnlyList<ConfigProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
        return !problems.Any(x => x.Fatal);
    }
}
