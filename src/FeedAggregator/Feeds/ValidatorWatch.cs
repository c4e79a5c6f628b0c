namespace FeedAggregator.Feeds;

/// <summary>
/// Whether a server's validators (RFC 9110 §8.8) deserve belief. A server that answers 304 though its document has changed hides news for ever, so after
/// <see cref="RowToVerify"/> of them in a row, at most once a day, the whole document is asked for and compared. A value: each answer gives the next one.
/// </summary>
public sealed record ValidatorWatch
{
    public static readonly ValidatorWatch New = new();

    /// <summary>So many 304s in a row, and a day since the last whole document, before it is asked for again.</summary>
    public const int RowToVerify = 20;

    /// <summary>So many whole documents in a row that were the same as before mean that the validators are of no use.</summary>
    public const int RowToReport = 5;

    public static readonly TimeSpan VerifyEvery = TimeSpan.FromDays(1);

    /// <summary>Validators that were caught are not sent for this long; then the server gets another chance.</summary>
    public static readonly TimeSpan DistrustFor = TimeSpan.FromDays(30);

    /// <summary>304s since the last whole document.</summary>
    public int NotModified { get; init; }

    /// <summary>When the whole document was last seen, as far as known.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>Whole documents in a row that were the very bytes of before although validators had been sent.</summary>
    public int Repeated { get; init; }

    /// <summary>The server gave other validators for those same bytes.</summary>
    public bool Renews { get; init; }

    /// <summary>When the server was caught answering 304 to validators of an older document; null when it never was.</summary>
    public DateTimeOffset? CaughtAt { get; init; }

    /// <summary>A clock that was put back ends a distrust.</summary>
    public bool Distrusts(DateTimeOffset now) => CaughtAt is { } caught && caught <= now && now - caught < DistrustFor;

    /// <summary>The next poll asks for the whole document.</summary>
    public bool Verifies(DateTimeOffset now) => NotModified >= RowToVerify && WholeAt is { } whole && now - whole >= VerifyEvery;

    /// <summary>Validators go with the next poll.</summary>
    public bool Sends(DateTimeOffset now) => !Distrusts(now) && !Verifies(now);

    /// <summary>The server answered 304.</summary>
    public ValidatorWatch AfterNotModified(DateTimeOffset now) =>
        this with
        {
            NotModified = NotModified + 1,
            WholeAt = WholeAt > now ? now : WholeAt ?? now,
            Repeated = 0,
            Renews = false,
        };

    /// <summary>A document that is other than before.</summary>
    public ValidatorWatch AfterDocument(DateTimeOffset now) => AfterWhole(now) with { Repeated = 0, Renews = false };

    /// <summary>The very bytes of before.</summary>
    /// <param name="sent">Validators had been sent, so that a 304 was to be expected.</param>
    /// <param name="renewed">Others came back than were sent.</param>
    public ValidatorWatch AfterSameBytes(bool sent, bool renewed, DateTimeOffset now) =>
        AfterWhole(now) with
        {
            Repeated = sent ? Repeated + 1 : Repeated,
            Renews = sent ? renewed : Renews,
        };

    /// <summary>The document has changed, and the server still answers 304 to the validators of the one before.</summary>
    public ValidatorWatch Caught(DateTimeOffset now) => AfterWhole(now) with { CaughtAt = now };

    /// <summary>What an admin should know, in a sentence; null when nothing is wrong.</summary>
    public string? Finding(DateTimeOffset now) =>
        Distrusts(now)
            ? $"At {Words.Of(CaughtAt!.Value)} its server said \"not modified\" of a document that had changed; until {Words.Of(CaughtAt.Value + DistrustFor)} the whole document is asked for each time."
        : Repeated < RowToReport ? null
        : Renews
            ? $"Its server gives another ETag or Last-Modified each time for the same document, so that the last {Repeated} polls brought it whole for nothing; tell the publisher."
        : $"Its server gives an ETag or Last-Modified but ignores it when it is sent back, so that the last {Repeated} polls brought the same document whole; tell the publisher.";

    private ValidatorWatch AfterWhole(DateTimeOffset now) => this with { NotModified = 0, WholeAt = now };
}
