using System.Globalization;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Api;

/// <summary>Stories for programs: what tells them, and an admin's corrections. Who corrects proves that he can read the database.</summary>
internal static class StoryEndpoints
{
    public static void Map(WebApplication app)
    {
        var stories = app.MapGroup("/api/v1/stories/{id:long}").WithTags("stories");
        stories.MapGet("", OneAsync).WithSummary("The items that tell one story, and why they are taken for it.");
        stories
            .MapPost("/split", SplitAsync)
            .WithSummary("Parts items from a story for good: {\"items\": [1, 2]}. Needs the token of 'feedaggregator token'.");
        stories
            .MapPost("/merge", MergeAsync)
            .WithSummary("Makes two stories one for good: {\"with\": 2}. Needs the token of 'feedaggregator token'.");
    }

    /// <summary>What tells the story, each item with the layer that matched, the score and the evidence.</summary>
    private static async Task<IResult> OneAsync(long id, IItemStore items, CancellationToken ct) =>
        await items.StoryMembersAsync([id], ct) is { Count: > 0 } members
            ? Results.Ok(new { Story = id, Items = members })
            : Results.Problem($"There is no story {id}.", statusCode: 404, title: "No such story");

    private static async Task<IResult> SplitAsync(
        long id,
        SplitWish wish,
        HttpContext context,
        IStoryStore stories,
        SignedLinks links,
        TimeProvider clock
    ) =>
        AdminToken.IsGiven(context, links)
            ? Answer(await stories.SplitAsync(id, wish.Items ?? [], clock.GetUtcNow(), context.RequestAborted))
            : Forbidden();

    private static async Task<IResult> MergeAsync(
        long id,
        MergeWish wish,
        HttpContext context,
        IStoryStore stories,
        SignedLinks links,
        TimeProvider clock
    ) =>
        AdminToken.IsGiven(context, links)
            ? Answer(await stories.MergeAsync(id, wish.With, clock.GetUtcNow(), context.RequestAborted))
            : Forbidden();

    private static IResult Forbidden() => Results.Problem($"Send {AdminToken.HowToGet}.", statusCode: 403, title: "Not for everybody");

    private static IResult Answer(StoryCorrection done) =>
        done.Problem switch
        {
            null => Results.Ok(
                new
                {
                    Story = done.StoryId,
                    Other = done.OtherId,
                    done.Items,
                    Message = CorrectionText.Of(done),
                }
            ),
            CorrectionProblem.NoSuchStory => Results.Problem(CorrectionText.Of(done), statusCode: 404, title: "No such story"),
            _ => Results.Problem(CorrectionText.Of(done), statusCode: 422, title: "Nothing to correct"),
        };

    internal sealed record SplitWish(IReadOnlyList<long>? Items);

    internal sealed record MergeWish(long With);
}

/// <summary>What became of a correction, in one line.</summary>
internal static class CorrectionText
{
    public static string Of(StoryCorrection done) =>
        done.Problem switch
        {
            null when done.IsSplit => $"{Items(done)} moved out of story {done.StoryId} into story {done.OtherId}.",
            null => $"{Items(done)} of story {done.OtherId} moved into story {done.StoryId}.",
            CorrectionProblem.NoSuchStory => $"There is no story {done.StoryId}.",
            CorrectionProblem.NotInStory => $"{Items(done)} not of story {done.StoryId}; 'stories show {done.StoryId}' lists its items.",
            CorrectionProblem.NothingParted => $"Name some of the items of story {done.StoryId}, but not all.",
            CorrectionProblem.SameStory => "A story cannot be merged with itself.",
            _ => throw new ArgumentOutOfRangeException(nameof(done), done.Problem, null),
        };

    private static string Items(StoryCorrection done) =>
        (done.Items.Count == 1 ? "Item " : "Items ")
        + string.Join(", ", done.Items.Select(x => x.ToString(CultureInfo.InvariantCulture)))
        + (
            done.Problem is null ? ""
            : done.Items.Count == 1 ? " is"
            : " are"
        );
}
