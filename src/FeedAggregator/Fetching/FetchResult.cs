namespace FeedAggregator.Fetching;

/// <summary>How one exchange ended. A failure that can be expected of a stranger's server is a value, never an exception.</summary>
public abstract record FetchResult
{
    private FetchResult() { }

    /// <summary>What the exchange told us besides the document.</summary>
    public required FetchFacts Facts { get; init; }

    /// <summary>304, or 200 with the very bytes of last time.</summary>
    /// <param name="ByHash">True when the server sent the whole document again and only the hash told that nothing changed.</param>
    public sealed record NotModified(bool ByHash) : FetchResult
    {
        /// <inheritdoc cref="Document.LinkField"/>
        public string? LinkField { get; init; }
    }

    /// <summary>A document to parse.</summary>
    /// <param name="Body">The decoded (decompressed) bytes.</param>
    public sealed record Document(ReadOnlyMemory<byte> Body) : FetchResult
    {
        public string? ContentType { get; init; }
        public string? ContentLocation { get; init; }
        public string? ContentLanguage { get; init; }

        /// <summary>All <c>Link</c> fields (RFC 8288) joined by commas: where a hub may be named (<see cref="WebSub.HubOffer"/>).</summary>
        public string? LinkField { get; init; }

        /// <summary>Holds only the entries that are new since the validators that were sent (226, RFC 3229): what is missing was not removed.</summary>
        public bool Delta { get; init; }
    }

    /// <summary>A form was taken (2xx); what the answer says is not read.</summary>
    public sealed record Accepted : FetchResult;

    /// <summary>No document.</summary>
    /// <param name="Class">What kind of failure, for the ladder, the API and the metrics.</param>
    /// <param name="Text">One sentence for the admin: what, where, and what can be done. Holds no secrets.</param>
    public sealed record Failed(FailureClass Class, string Text) : FetchResult
    {
        /// <summary>Not before this instant, when the server said so (<c>Retry-After</c>, RFC 9110 §10.2.3).</summary>
        public DateTimeOffset? RetryAfter { get; init; }

        /// <summary>Nothing was asked, because the host wants quiet or is known to be down: poll at <see cref="RetryAfter"/>; says nothing about this feed.</summary>
        public bool Deferred { get; init; }
    }
}

/// <summary>What is worth remembering of an exchange, whatever its outcome.</summary>
public sealed record FetchFacts
{
    /// <summary>The address that answered last, after redirects.</summary>
    public required Uri FinalUrl { get; init; }

    /// <summary>Where the feed says it has moved for good (every hop 301 or 308), or null.</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>The HTTP status of the last hop; 0 when none was received.</summary>
    public int Status { get; init; }

    public Validators Validators { get; init; } = Validators.None;

    /// <summary>SHA-256 of the body as it came over the wire, base64; null without a body.</summary>
    public string? BodyHash { get; init; }

    /// <summary>The document stays fresh until then, as <c>Cache-Control</c> or <c>Expires</c> say (RFC 9111 §4.2), or null.</summary>
    public DateTimeOffset? FreshUntil { get; init; }

    /// <summary>Bytes of body received over the wire, before decompression.</summary>
    public long WireBytes { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The address asked first lies outside every allow-listed network; what the document links to must then not lead into one.</summary>
    public bool FromOutside { get; init; }
}
