namespace FeedAggregator.Fetching;

/// <summary>One exchange to be made: the address, what we know of its last version, and what to send along.</summary>
public sealed record FetchRequest
{
    /// <summary>An absolute http or https address.</summary>
    public required Uri Url { get; init; }

    public Validators Validators { get; init; } = Validators.None;

    /// <summary>The address that gave <see cref="Validators"/>, after redirects: they are sent there only. Null sends them to every hop.</summary>
    public Uri? ValidatorsFrom { get; init; }

    /// <summary>The <see cref="FetchFacts.BodyHash"/> of the last document, to notice the same bytes under a lying validator; null when none.</summary>
    public string? LastBodyHash { get; init; }

    /// <summary>Extra request header fields of this feed. Values may hold secrets: never log them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A web page is wanted, not a feed: says so in <c>Accept</c>.</summary>
    public bool Page { get; init; }

    /// <summary>The address was found in a document with these <see cref="FetchFacts.FromOutside"/>: no allow-list counts for it.</summary>
    public bool FromOutside { get; init; }

    /// <summary>Posted as <c>application/x-www-form-urlencoded</c> instead of fetching a document: success is then <see cref="FetchResult.Accepted"/>. Null fetches.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Form { get; init; }

    /// <summary>A person asked for this poll now: a host's wish for quiet and its open circuit are set aside. One visit at a time, and the gap, still hold.</summary>
    public bool Forced { get; init; }

    /// <summary>Awaited when a polite moment has come, before anything is asked: holds back a caller's polls while it has more documents in hand than it can store. Costs the poll none of its time.</summary>
    public Func<CancellationToken, Task>? Room { get; init; }

    /// <summary>
    /// Whoever waits for <see cref="Room"/> gives up the visit meanwhile, because what makes room needs visits too; nothing asked yet, it owes the host no distance. After
    /// <see cref="FetchOptions.MaxPoliteWait"/> the poll is put off.
    /// </summary>
    public bool LeavesToWait { get; init; }
}
