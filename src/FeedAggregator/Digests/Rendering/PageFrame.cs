using System.Globalization;

namespace FeedAggregator.Digests.Rendering;

/// <summary>What stands around a digest on the web: addresses and the instant it is read. Addresses are paths on our host or absolute.</summary>
public sealed record PageFrame
{
    /// <summary>Absolute, such as <c>https://news.example</c>; no closing slash needed.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The page itself, such as <c>/digests/morning</c>.</summary>
    public required string HtmlUrl { get; init; }

    /// <summary>Which page of a long digest, from 1.</summary>
    public int Page { get; init; } = 1;

    public string? AtomUrl { get; init; }

    /// <summary>Our own JSON.</summary>
    public string? JsonUrl { get; init; }

    /// <summary>JSON Feed 1.1.</summary>
    public string? JsonFeedUrl { get; init; }
    public string? MarkdownUrl { get; init; }
    public string? SubscribeUrl { get; init; }

    /// <summary>The editions of the digest as an Atom feed, or null where none are published.</summary>
    public string? EditionsUrl { get; init; }

    public string SiteName { get; init; } = "FeedAggregator";
    public string HomeUrl { get; init; } = "/";
    public string StylesheetUrl { get; init; } = "/assets/site.css";

    /// <summary>Other pages of the site, shown at the top.</summary>
    public IReadOnlyList<PageLink> Navigation { get; init; } = [];

    /// <summary>The digest that an edition is of.</summary>
    public PageLink? Digest { get; init; }

    /// <summary>The edition before this, or the page before this.</summary>
    public PageLink? Previous { get; init; }
    public PageLink? Next { get; init; }

    /// <summary>Earlier editions, newest first, listed below the stories.</summary>
    public IReadOnlyList<PageLink> Archive { get; init; } = [];

    /// <summary>When the next edition is due, for the page of a digest; or null.</summary>
    public DateTimeOffset? NextEditionAt { get; init; }

    /// <summary>The number of a frozen edition, or null for a live page.</summary>
    public int? Edition { get; init; }

    /// <summary>It shows what the next edition would hold.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Stories a preview leaves out, each with the reason.</summary>
    public IReadOnlyList<StoryVerdict> LeftOut { get; init; } = [];

    /// <summary>When it is read: "2 hours ago" is told from here. Null tells absolute times only, for what is kept.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The zone in which times are told.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Show for each story why it stands where it does, where that is not plain from the order.</summary>
    public bool ShowWhy { get; init; } = true;

    /// <summary>The address of another page of the same digest.</summary>
    internal string UrlOf(int page)
    {
        var (path, query) = HtmlUrl.Split('?', 2) is [var left, var right] ? (left, right) : (HtmlUrl, "");
        var others = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(x => !x.StartsWith("page=", StringComparison.Ordinal));
        var parts = page > 1 ? others.Append(string.Create(CultureInfo.InvariantCulture, $"page={page}")) : others;
        return string.Join('&', parts) is { Length: > 0 } rest ? $"{path}?{rest}" : path;
    }

    internal string Absolute(string address) => WebLink.Absolute(BaseUrl, address);
}

/// <param name="Current">This is the page that is shown.</param>
public sealed record PageLink(string Url, string Title, bool Current = false);

/// <summary>What stands around a digest in a mail. All addresses are absolute.</summary>
public sealed record MailFrame
{
    /// <summary>The same digest on the web.</summary>
    public required string WebUrl { get; init; }
    public string? UnsubscribeUrl { get; init; }
    public string? ManageUrl { get; init; }
    public string SiteName { get; init; } = "FeedAggregator";
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
    public int? Edition { get; init; }

    /// <summary>Bytes of UTF-8 that one form of the body may have; stories that do not fit are counted and left to the web page. Gmail cuts at 102 kB. At least 8,000.</summary>
    public int MaxBytes { get; init; } = 95_000;
}
