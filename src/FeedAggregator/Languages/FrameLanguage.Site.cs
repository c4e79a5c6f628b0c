namespace FeedAggregator.Languages;

/// <summary>The words of the other pages: the list of feeds, a feed, errors.</summary>
public abstract partial class FrameLanguage
{
    // Around every page
    public abstract string Latest { get; }
    public abstract string LatestNews { get; }
    public abstract string Feeds { get; }
    public abstract string SkipToContent { get; }
    public abstract string SubscriptionsText { get; }

    // Digests and editions
    public abstract string Sections { get; }
    public abstract string AlwaysCurrent { get; }
    public abstract string Preview { get; }
    public abstract string PreviewText { get; }
    public abstract string LeftOut(int count);
    public abstract string AsFeed { get; }

    // What went wrong, for readers
    public abstract string NotFoundTitle { get; }
    public abstract string NotFoundText { get; }
    public abstract string BadRequestTitle { get; }
    public abstract string BadRequestText { get; }
    public abstract string BrokenTitle { get; }
    public abstract string BrokenText { get; }
    public abstract string NoSuchDigest(string name);
    public abstract string NoEditionYet(string name);
    public abstract string NoSuchEdition(string wanted, string name, int last);
    public abstract string NoSuchFeed(string id);

    // The feeds and how they fare
    public abstract string FeedsText { get; }
    public abstract string FeedCount(int count);
    public abstract string TroubleCount(int count);
    public abstract string Feed { get; }
    public abstract string State { get; }
    public abstract string ItemsADay { get; }
    public abstract string LastSuccess { get; }
    public abstract string NextPoll { get; }
    public abstract string LastPolls { get; }
    public abstract string LastItems { get; }
    public abstract string AllItems { get; }
    public abstract string Never { get; }
    public abstract string NotPolled { get; }
    public abstract string FindFeed { get; }
    public abstract string Show { get; }
    public abstract string AllFeeds { get; }
    public abstract string OnlyTroubled { get; }
    public abstract string NoFeedFound { get; }
    public abstract string NoFeeds { get; }
    public abstract string PageOf(int page, int pages);
    public abstract string Address { get; }
    public abstract string MovedTo { get; }
    public abstract string Site { get; }
    public abstract string Tags { get; }
    public abstract string ItemsStored { get; }
    public abstract string AtMostEvery { get; }
    public abstract string PolledAt { get; }
    public abstract string Outcome { get; }
    public abstract string Bytes { get; }
    public abstract string Seconds { get; }
    public abstract string NewItems { get; }
    public abstract string Entries { get; }

    /// <param name="status"><c>new</c>, <c>active</c>, <c>failing</c>, <c>stale</c>, <c>gone</c>, <c>disabled</c>; another is told as it is.</param>
    public abstract string FeedStatus(string status);

    /// <param name="failure">The public name of a failure class, such as <c>http-4xx</c>; another is told as it is.</param>
    public abstract string Failure(string failure);

    /// <param name="outcome">Of a poll: <c>ok</c>, <c>not-modified</c>, <c>error</c>, <c>deferred</c>, <c>pushed</c>; another is told as it is.</param>
    public abstract string PollOutcome(string outcome);

    /// <summary>A span in its largest whole unit.</summary>
    public abstract string Duration(TimeSpan time);

    /// <summary>To one decimal below ten.</summary>
    public abstract string Rate(double perDay);
}
