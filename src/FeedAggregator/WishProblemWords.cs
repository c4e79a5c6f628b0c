using System.Diagnostics;
using FeedAggregator.Languages;
using FeedAggregator.Subscriptions;

namespace FeedAggregator;

/// <summary>Tells a reader what is wrong.</summary>
public static class WishProblemWords
{
    public static string In(this WishProblem problem, FrameLanguage words) =>
        problem.Fault switch
        {
            WishFault.MailboxMalformed => words.MailboxMalformed,
            WishFault.MailboxLetters => words.MailboxLetters,
            WishFault.MailboxDomain => words.MailboxDomain,
            WishFault.DigestUnknown => words.DigestUnknown,
            WishFault.HourUnknown => words.HourUnknown,
            WishFault.ZoneUnknown => words.ZoneUnknown(problem.Shown),
            WishFault.TooManyWords => words.TooManyWords(problem.Count, problem.Most),
            WishFault.WordTooLong => words.WordTooLong(problem.Shown, problem.Most),
            WishFault.WordBlank => words.WordBlank(problem.Shown),
            WishFault.SubscriptionGone => words.SubscriptionGone,
            _ => throw new UnreachableException(),
        };
}
