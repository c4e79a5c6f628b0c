using System.Globalization;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Pages;

/// <summary>What a reader typed, as typed, so that a form with a mistake comes back filled in.</summary>
internal sealed record TypedWish(string Mailbox, string Digest, string Hour, string Zone, string Include, string Exclude)
{
    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool HasFilter => Include.Length + Exclude.Length + Tags.Count > 0;

    public static TypedWish Of(IFormCollection form, string zone) =>
        new(
            form["email"].ToString(),
            form["digest"].ToString(),
            form["hour"].ToString(),
            form["zone"].ToString() is { Length: > 0 } typed ? typed.Trim() : zone,
            form["include"].ToString(),
            form["exclude"].ToString()
        )
        {
            Tags = [.. form["tag"].Select(x => x ?? "").Where(x => x.Length > 0).Distinct()],
        };

    public static TypedWish Of(Subscription reader) =>
        new(
            reader.Target,
            reader.Digest,
            reader.Wish.Hour?.ToString(CultureInfo.InvariantCulture) ?? "",
            reader.Wish.TimeZone,
            string.Join(", ", reader.Wish.IncludeWords),
            string.Join(", ", reader.Wish.ExcludeWords)
        )
        {
            Tags = reader.Wish.Tags,
        };

    /// <summary>An hour that is no number becomes one that <see cref="SubscriptionWish.Problems"/> refuses.</summary>
    public SubscriptionWish ToWish() =>
        new()
        {
            Hour =
                Hour.Trim().Length == 0 ? null
                : int.TryParse(Hour, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour
                : -1,
            TimeZone = Zone,
            IncludeWords = SubscriptionWish.Words(Include),
            ExcludeWords = SubscriptionWish.Words(Exclude),
            Tags = Tags,
        };
}
