namespace FeedAggregator.Fetching;

/// <summary>One fetch on its way through its hops: where it is, what it has learned, how much time is left.</summary>
internal sealed class Walk(FetchRequest request, FetchOptions options, TimeProvider clock)
{
    private readonly HashSet<Uri> _seen = [UrlRules.Bare(request.Url)];
    private readonly long _started = clock.GetTimestamp();
    private bool _permanent = true;
    private TimeSpan _worked;

    public FetchRequest Request => request;

    /// <summary>The address to ask next, without user and fragment.</summary>
    public Uri Url { get; private set; } = UrlRules.Bare(request.Url);

    public string Host => Url.IdnHost;
    public IReadOnlyCollection<Uri> Seen => _seen;
    public bool IsFirstHop => _seen.Count == 1;

    /// <summary>The first hop went to a public address, or a document of such named the page: from there nothing leads into an allow-listed network.</summary>
    public bool FromOutside { get; set; } = request.FromOutside;

    /// <summary>The one retry was used.</summary>
    public bool Retried { get; set; }

    /// <summary>Bytes of body of the last hop.</summary>
    public long WireBytes { get; set; }

    /// <summary>The last status, 0 when the current hop has none yet.</summary>
    public int Status { get; set; }

    /// <summary>Validators go to the address that gave them; to every hop while that is not known.</summary>
    public bool SendsValidators => request.ValidatorsFrom is not { } origin || UrlRules.Bare(origin) == Url;

    /// <summary>Of the total time, waiting for a polite moment not counted.</summary>
    public TimeSpan Remaining => options.TotalTimeout - _worked;

    public void Spend(TimeSpan worked) => _worked += worked;

    public void Go(Uri next, bool permanent)
    {
        _permanent &= permanent;
        _seen.Add(next);
        Url = next;
        Status = 0;
        WireBytes = 0;
    }

    public FetchFacts Facts() =>
        new()
        {
            FinalUrl = Url,
            Status = Status,
            WireBytes = WireBytes,
            Duration = clock.GetElapsedTime(_started),
            FromOutside = FromOutside,
        };

    /// <summary>Facts of an exchange that succeeded: only then has the feed moved, if it has.</summary>
    public FetchFacts Facts(Validators validators, string? bodyHash, DateTimeOffset? freshUntil) =>
        Facts() with
        {
            MovedTo = _permanent && !IsFirstHop ? Url : null,
            Validators = validators,
            BodyHash = bodyHash,
            FreshUntil = freshUntil,
        };

    public FetchResult.Failed Fail(Refusal refusal) => new(refusal.Class, refusal.Text) { Facts = Facts() };
}
