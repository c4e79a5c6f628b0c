namespace FeedAggregator.Delivery;

/// <summary>One mail to one mailbox, before it is written as RFC 5322 and MIME want it. Whatever stands in these texts, it cannot become another header.</summary>
public sealed record MailMessage
{
    /// <summary>Without angle brackets: <c>local@domain</c> of our own; the same for every attempt at the same delivery.</summary>
    public required string MessageId { get; init; }
    public required string FromName { get; init; }
    public required string FromMailbox { get; init; }
    public required string ToMailbox { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset Date { get; init; }
    public required string Text { get; init; }

    /// <summary>The same as HTML; null sends text alone.</summary>
    public string? Html { get; init; }

    /// <summary>BCP 47, of the body.</summary>
    public string? Language { get; init; }

    /// <summary>RFC 2919, such as <c>morning.news.example</c>; null for a letter that no list sends.</summary>
    public string? ListId { get; init; }
    public string? ListName { get; init; }

    /// <summary>RFC 2369 and, where it is https, RFC 8058 one-click.</summary>
    public string? UnsubscribeUrl { get; init; }
    public string? ReplyTo { get; init; }

    /// <summary>RFC 3834: no vacation notice answers this.</summary>
    public bool AutoSubmitted { get; init; } = true;
}
