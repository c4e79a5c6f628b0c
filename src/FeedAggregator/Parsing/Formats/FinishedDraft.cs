using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Parsing.Formats;

/// <summary>A draft, once its document is read, as what other rooms see.</summary>
internal static class FinishedDraft
{
    public static ParsedFeed ToFeed(this Draft draft, FeedFormat format, string encoding, IReadOnlyList<ParsedItem> items) =>
        new()
        {
            Format = format,
            Encoding = encoding,
            Title = draft.Title.Value,
            Description = draft.Summary.Value,
            Rights = draft.Rights.Value,
            Link = draft.Link.Value,
            Self = draft.Self.Value,
            Id = draft.Id.Value,
            Language = draft.Language.Value,
            Updated = draft.Updated.Value,
            Published = draft.Published.Value,
            Authors = draft.Authors.Values,
            Contributors = draft.Contributors.Values,
            Categories = draft.Categories,
            Links = draft.Links,
            Image = draft.Image.Value,
            Icon = draft.Icon.Value,
            Generator = draft.Generator.Value,
            TtlMinutes = draft.TtlMinutes.Value,
            Hubs = draft.Hubs,
            SkipHours = draft.SkipHours,
            SkipDays = draft.SkipDays,
            UpdatePeriodMinutes = Numbers.UpdatePeriod(draft.UpdatePeriod, draft.UpdateFrequency),
            NewUrl = draft.NewUrl.Value,
            NextUrl = draft.NextUrl.Value,
            Explicit = draft.Explicit.Value,
            Items = items,
        };

    public static ParsedItem ToItem(this Draft draft) =>
        new()
        {
            Id = draft.Id.Value,
            Link = draft.Link.Value,
            Title = draft.Title.Value,
            Summary = draft.Summary.Value,
            Content = draft.Content.Value,
            ContentSrc = draft.ContentSrc.Value,
            Published = draft.Published.Value,
            Updated = draft.Updated.Value,
            Authors = draft.Authors.Values,
            Contributors = draft.Contributors.Values,
            Categories = draft.Categories,
            Enclosures = draft.Enclosures,
            Links = draft.Links,
            CommentsUrl = draft.CommentsUrl.Value,
            CommentsFeedUrl = draft.CommentsFeedUrl.Value,
            Language = draft.Language.Value ?? draft.ContentLanguage.Value ?? draft.SummaryLanguage.Value ?? draft.TitleLanguage.Value,
            Image = draft.Image.Value,
            Source = draft.Source.Value,
            Rights = draft.Rights.Value,
            DurationSeconds = draft.DurationSeconds.Value,
            Explicit = draft.Explicit.Value,
        };

    public static ItemSource? ToSource(this Draft draft)
    {
        var source = new ItemSource(draft.Title.Value, draft.Link.Value, draft.Self.Value, draft.Id.Value, draft.Updated.Value);
        return source == new ItemSource(null, null, null, null, null) ? null : source;
    }
}
