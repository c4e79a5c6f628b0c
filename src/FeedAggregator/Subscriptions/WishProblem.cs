namespace FeedAggregator.Subscriptions;

/// <summary>What is wrong with what a reader typed. The sentence about it is written in the reader's language.</summary>
/// <param name="Field">Of the form: <c>email</c>, <c>digest</c>, <c>hour</c>, <c>zone</c>, <c>include</c>, <c>exclude</c>, <c>tag</c>, <c>id</c>.</param>
/// <param name="Shown">What was typed, shortened, where the sentence repeats it.</param>
/// <param name="Most">The limit that was passed, where there is one.</param>
public sealed record WishProblem(string Field, WishFault Fault, string Shown = "", int Count = 0, int Most = 0);

public enum WishFault
{
    MailboxMalformed,

    /// <summary>Letters beyond ASCII before the @ (RFC 6531), which we cannot send to.</summary>
    MailboxLetters,
    MailboxDomain,
    DigestUnknown,
    HourUnknown,
    ZoneUnknown,
    TooManyWords,
    WordTooLong,

    /// <summary>Without letter or digit: never found.</summary>
    WordBlank,
    SubscriptionGone,
}
