namespace FeedAggregator.Feeds;

/// <summary>Notices a feed that answers but has been quiet far beyond its rhythm: three times its longest pause, when several items were due.</summary>
internal static class SilenceDetector
{
    private const double Pauses = 3;
    private const double ItemsDue = 5;
    private static readonly TimeSpan Least = TimeSpan.FromDays(2);

    public static FeedState Judge(FeedState state, DateTimeOffset now) =>
        state with
        {
            SilentSince = IsSilent(state.Rhythm, now) ? state.Rhythm?.LastItemAt : null,
        };

    private static bool IsSilent(PublishingRhythm? rhythm, DateTimeOffset now)
    {
        if (rhythm?.LastItemAt is not { } last || rhythm.LongestPause <= TimeSpan.Zero)
        {
            return false;
        }

        var quiet = now - last;
        if (quiet < Least || quiet < Pauses * rhythm.LongestPause)
        {
            return false;
        }

        // The habit has been fading since the silence began; what counts is the rate of before.
        var before = rhythm.HabitPerDay * Math.Pow(2, Math.Min(8, quiet / PublishingRhythm.HalfLife));
        return before * quiet.TotalDays >= ItemsDue;
    }
}
