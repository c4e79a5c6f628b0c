namespace FeedAggregator.Storage.Sql;

/// <summary>A plan with everything computed that needs no database: packed bodies and search words.</summary>
internal sealed record PreparedPoll(PollPlan Plan, IReadOnlyList<PreparedContent> NewItems, IReadOnlyList<PreparedContent> Updates)
{
    public byte[]? Document { get; private init; }

    public bool Places => NewItems.Count > 0 || Updates.Count > 0;

    public static PreparedPoll Of(PollPlan plan, IDialect dialect, bool fullText) =>
        new(
            plan,
            [.. plan.NewItems.Select(item => PreparedContent.Of(item.Content, dialect, fullText))],
            [.. plan.Updates.Select(update => PreparedContent.Of(update.Content, dialect, fullText))]
        )
        {
            Document = plan.Raw is { } raw ? Packed.Pack(raw.Body.Span) : null,
        };
}

internal sealed record PreparedContent(byte[]? Body, string? Words)
{
    public static PreparedContent Of(ItemContent content, IDialect dialect, bool fullText) =>
        new(ItemBody.Pack(content), fullText ? dialect.WordsOf(WordsIn(content)) : null);

    // The excerpt is the beginning of the body: only what has no body is found by it.
    private static string WordsIn(ItemContent content)
    {
        using var text = new TextBuffer(content.Title.Length + (content.BodyHtml ?? content.Excerpt).Length + 64);
        text.Append(content.Title);
        text.Append('\n');
        if (content.BodyHtml is { } html)
            PlainText.Append(text, html);
        else
            text.Append(content.Excerpt);
        return SearchWords.Cut(text.Text);
    }
}
