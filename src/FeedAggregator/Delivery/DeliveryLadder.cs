using System.Diagnostics;
using FeedAggregator.Storage;

namespace FeedAggregator.Delivery;

/// <summary>
/// When to try again. RFC 5321 §4.5.4.1 asks for at least 30 minutes between tries, after one or two quicker ones, and for four to five days before giving up;
/// the first steps are quick because greylisting (RFC 6647) lets in after some minutes, and an edition of five days ago is no news, so that after two days it is given up.
/// </summary>
public static class DeliveryLadder
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(8),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
    ];

    /// <summary>The longest wait that a receiver may ask for.</summary>
    private static readonly TimeSpan MostPatience = TimeSpan.FromHours(24);

    /// <summary>Attempts after which a delivery is given up.</summary>
    public static int MostAttempts => Steps.Length + 1;

    /// <summary>How long to leave a server alone that could not be reached so many times in a row, 1 or more.</summary>
    public static TimeSpan Pause(int failures) => TimeSpan.FromSeconds(Math.Min(300, 5 * Math.Pow(2, Math.Min(failures, 10) - 1)));

    /// <summary>What becomes of a delivery.</summary>
    /// <param name="id">Of the delivery: spreads the tries of many over ±10 %.</param>
    /// <param name="earlier">Attempts before this one.</param>
    public static DeliveryVerdict Decide(Attempt attempt, long id, int earlier, DoubtPolicy policy, DateTimeOffset now) =>
        attempt switch
        {
            Attempt.Accepted => new(DeliveryState.Sent),
            Attempt.Refused refused => new(DeliveryState.GivenUp, Text: refused.Text, DeadMailbox: refused.DeadMailbox),
            Attempt.Deferred deferred => Later(deferred.Text, deferred.RetryAfter, id, earlier, now),
            Attempt.Unreachable unreachable => Later(unreachable.Text, null, id, 0, now) with { Counts = false },
            Attempt.Unknown unknown when policy == DoubtPolicy.GiveUp => Doubtful(unknown.Text),
            Attempt.Unknown unknown => Later(unknown.Text, null, id, earlier, now) with { InDoubt = true },
            _ => throw new UnreachableException(),
        };

    /// <summary>An earlier attempt may have succeeded, and the policy is not to send twice.</summary>
    public static DeliveryVerdict Doubtful(string text) =>
        new(DeliveryState.GivenUp, Text: $"{text}; the receiver may have it, and it is not sent twice", InDoubt: true);

    private static DeliveryVerdict Later(string text, TimeSpan? asked, long id, int earlier, DateTimeOffset now)
    {
        if (earlier >= Steps.Length)
            return new(DeliveryState.GivenUp, Text: $"{text}; given up after {MostAttempts} attempts");
        var step = Steps[earlier] * Jitter(id);
        var wait = asked > step ? asked.Value : step;
        return new(DeliveryState.Waiting, now + (wait < MostPatience ? wait : MostPatience), text);
    }

    /// <summary>0.9 to 1.1.</summary>
    private static double Jitter(long id) => 0.9 + (0.2 * (unchecked((ulong)id * 0x9E3779B97F4A7C15) >> 40) / (1 << 24));
}
