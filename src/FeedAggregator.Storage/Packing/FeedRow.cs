using FeedAggregator.Feeds;
using FeedAggregator.Fetching;

namespace FeedAggregator.Storage.Packing;

/// <summary>How a feed's settings and state lie in its row: whole as JSON, with the columns that queries need beside them.</summary>
internal static class FeedRow
{
    public static long SealOf(string settings, string state) => new Seal().Add(settings).Add(state).Number;

    /// <exception cref="StoreException">The row is not what was stored.</exception>
    public static (Feed Feed, FeedState State) Read(long key, string settings, string state, long seal) =>
        (Settings(key, settings, state, seal), StoredJson.Read<FeedState>(state, $"the row of feed {key}"));

    /// <summary>The settings alone: a poll has its own state, and reading one costs twice what the rest of its row does.</summary>
    /// <exception cref="StoreException">The row is not what was stored.</exception>
    public static Feed Settings(long key, string settings, string state, long seal) =>
        SealOf(settings, state) == seal
            ? StoredJson.Read<Feed>(settings, $"the row of feed {key}")
            : throw StoreDamage.Of($"the row of feed {key} does not match its checksum");

    public static bool Pollable(Feed feed, FeedState state) => feed.Enabled && state.Status != FeedStatus.Gone;

    /// <summary>What was learned about the old address is not true of the new one.</summary>
    public static FeedState AtNewAddress(FeedState state, DateTimeOffset now) =>
        state with
        {
            Status = state.LastSuccessAt is null ? FeedStatus.New : FeedStatus.Active,
            NextPollAt = now,
            NextPollReason = "Its address was changed.",
            Validators = Validators.None,
            BodyHash = null,
            Watch = ValidatorWatch.New,
            FinalUrl = null,
            FreshUntil = null,
            MovedTo = null,
            Move = null,
            FailureStep = 0,
            FailureClass = null,
            FailureText = null,
            FailingSince = null,
            GoneSince = null,
            RetryAfter = null,
        };
}
