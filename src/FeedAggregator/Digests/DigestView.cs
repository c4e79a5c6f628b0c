using System.Text.Json.Serialization;
using FeedAggregator.Storage;

namespace FeedAggregator.Digests;

/// <summary>A digest as it is shown, in any form: what was chosen, in order, and why.</summary>
public sealed record DigestView
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>Language of the frame, as the definition names it.</summary>
    public string Language { get; init; } = "en";

    public DigestOrder Order { get; init; } = DigestOrder.Rank;

    /// <summary>The window: from, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>To, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>When something shown last changed; <see cref="To"/> where nothing is shown.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>In order; none is empty. Without grouping there is one, without a title.</summary>
    public required IReadOnlyList<DigestGroup> Groups { get; init; }

    /// <summary>Stories that answer the definition but are over its limits.</summary>
    public int Omitted { get; init; }

    /// <summary>Stories of the last edition that read otherwise now; only in editions.</summary>
    public IReadOnlyList<DigestCorrection> Corrections { get; init; } = [];

    /// <summary>In the order they are shown.</summary>
    [JsonIgnore]
    public IEnumerable<DigestStory> Stories => Groups.SelectMany(g => g.Stories);

    [JsonIgnore]
    public bool IsEmpty => Groups.Count == 0;
}

/// <param name="Title">A tag or the name of a feed; null for the only group and for stories without a tag.</param>
public sealed record DigestGroup(string? Title, IReadOnlyList<DigestStory> Stories);

/// <summary>One piece of news, led by the best item that tells it.</summary>
public sealed record DigestStory
{
    /// <summary><see cref="ItemSummary.StoryId"/>.</summary>
    public required long Id { get; init; }
    public required ItemSummary Lead { get; init; }

    /// <summary>The best item of each other outlet, earliest first.</summary>
    public IReadOnlyList<ItemSummary> AlsoIn { get; init; } = [];

    /// <summary>Leads of other stories on the same event, for links; best first. They are stories of their own, shown or not.</summary>
    public IReadOnlyList<ItemSummary> Related
    {
        get;
        // Editions of the first version say nothing of it, which the reader of JSON takes for null.
        init => field = value ?? [];
    } = [];

    /// <summary>How many outlets tell it. At least 1. The same page in two feeds is one telling.</summary>
    public int Outlets { get; init; } = 1;

    /// <summary>Its place over all groups, from 1.</summary>
    public int Rank { get; init; }

    /// <summary>What it was ranked by; comparable within one view only.</summary>
    public double Score { get; init; }

    /// <summary>Why it stands where it does, in one English sentence.</summary>
    public string Why { get; init; } = "";

    /// <summary>When a shown item was first seen or last changed its words, the latest.</summary>
    [JsonIgnore]
    public DateTimeOffset UpdatedAt => AlsoIn.Append(Lead).Max(i => i.ChangedAt ?? i.SeenAt);
}

/// <summary>An edition that was frozen.</summary>
/// <param name="Number">From 1, without gaps.</param>
public sealed record PublishedEdition(int Number, DateTimeOffset FrozenAt, DigestView View);
