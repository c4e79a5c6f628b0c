namespace FeedAggregator.Languages;

internal sealed partial class EnglishFrame
{
    // Around every page
    public override string Latest => "Latest";
    public override string LatestNews => "Latest news";
    public override string Feeds => "Feeds";
    public override string SkipToContent => "Skip to the content";
    public override string SubscriptionsText => "Subscriptions by e-mail.";

    // Digests and editions
    public override string Sections => "Sections";
    public override string AlwaysCurrent => "Always up to date";
    public override string Preview => "Preview of the next edition";
    public override string PreviewText => "What the next edition would hold if it were published now.";

    public override string LeftOut(int count) => $"Left out ({Number(count, ",")})";

    public override string AsFeed => "Editions as a feed";

    // What went wrong, for readers
    public override string NotFoundTitle => "There is no such page";
    public override string NotFoundText => "The address is incomplete or was mistyped, or what stood here was taken away.";
    public override string BadRequestTitle => "That could not be understood";
    public override string BadRequestText => "Something in the address or the form is not as it should be.";
    public override string BrokenTitle => "Something broke here";
    public override string BrokenText => "It is our fault, and it has been noted. Please try again in a while.";

    public override string NoSuchDigest(string name) => $"There is no digest “{name}”.";

    public override string NoEditionYet(string name) => $"The digest “{name}” has no edition yet.";

    public override string NoSuchEdition(string wanted, string name, int last) =>
        $"There is no edition “{wanted}” of “{name}”; its editions go from 1 to {Number(last, ",")}.";

    public override string NoSuchFeed(string id) => $"There is no feed “{id}”.";

    // The feeds and how they fare
    public override string FeedsText => "How each feed fares.";
    public override string Feed => "Feed";
    public override string State => "State";
    public override string ItemsADay => "Items a day";
    public override string LastSuccess => "Last success";
    public override string NextPoll => "Next poll";
    public override string LastPolls => "Last polls";
    public override string LastItems => "Last items";
    public override string AllItems => "All its news of seven days";
    public override string Never => "never";
    public override string NotPolled => "not polled any more";
    public override string FindFeed => "Find a feed";
    public override string Show => "Show";
    public override string AllFeeds => "All";
    public override string OnlyTroubled => "In trouble";
    public override string NoFeedFound => "No feed answers to that.";
    public override string NoFeeds => "There are no feeds yet. Name one in feeds.yaml, under “feeds”, and it appears here.";

    public override string PageOf(int page, int pages) => $"Page {Number(page, ",")} of {Number(pages, ",")}";

    public override string Address => "Address";
    public override string MovedTo => "Moved to";
    public override string Site => "Site";
    public override string Tags => "Tags";
    public override string ItemsStored => "Items stored";
    public override string AtMostEvery => "Polled at most every";
    public override string PolledAt => "Time";
    public override string Outcome => "Outcome";
    public override string Bytes => "Bytes";
    public override string Seconds => "Seconds";
    public override string NewItems => "New";
    public override string Entries => "Entries";

    public override string FeedCount(int count) => Counted(count, "feed", "feeds");

    public override string TroubleCount(int count) => $"{Number(count, ",")} in trouble";

    public override string FeedStatus(string status) =>
        status switch
        {
            "new" => "not polled yet",
            "active" => "fine",
            "failing" => "in trouble",
            "stale" => "in trouble for long",
            "gone" => "gone for good",
            "disabled" => "switched off",
            _ => status,
        };

    public override string Failure(string failure) =>
        failure switch
        {
            "timeout" => "the server takes too long",
            "too-large" => "the document is too large",
            "decompression" => "the document cannot be unpacked",
            "too-many-redirects" => "redirected in circles",
            "blocked-address" => "the address is not allowed",
            "bad-scheme" => "the address is no web address",
            "not-a-feed" => "a page, not a feed",
            "parse-error" => "the document cannot be read",
            "gone" => "the publisher has taken it down",
            "rate-limited" => "the server asks us to come less often",
            "http-4xx" => "the server has no such page, or refuses",
            "http-5xx" => "the server is broken",
            "connection" => "the server cannot be reached",
            "tls" => "the connection cannot be secured",
            "dns" => "the host name is unknown",
            "truncated" => "the document broke off",
            _ => failure,
        };

    public override string PollOutcome(string outcome) =>
        outcome switch
        {
            "ok" => "read",
            "not-modified" => "unchanged",
            "error" => "failed",
            "deferred" => "put off",
            "pushed" => "pushed by its hub",
            _ => outcome,
        };

    public override string Duration(TimeSpan time) => Span(Largest(time));

    public override string Rate(double perDay) => Rate(perDay, ",", ".");
}
