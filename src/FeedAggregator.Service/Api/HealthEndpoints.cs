using FeedAggregator.Storage;

namespace FeedAggregator.Service.Api;

/// <summary>For whoever keeps the service running: <c>/healthz</c> says that it lives, <c>/readyz</c> that it can do its work.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok\n")).WithSummary("The process answers.").WithTags("health");
        app.MapGet("/readyz", ReadyAsync).WithSummary("The database answers and the feeds file has been read.").WithTags("health");
    }

    private static async Task<IResult> ReadyAsync(IStore store, Configuration.FeedsCatalogue catalogue, CancellationToken ct)
    {
        try
        {
            await store.PingAsync(ct);
        }
        catch (StoreException broken)
        {
            return Results.Text($"the database does not answer: {broken.Message}\n", statusCode: 503);
        }
        return catalogue.IsLoaded ? Results.Text("ok\n") : Results.Text("the feeds file has not been read yet\n", statusCode: 503);
    }
}
