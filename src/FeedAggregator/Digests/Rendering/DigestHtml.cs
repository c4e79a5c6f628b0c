using System.Text;
using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as HTML: a page for the web and a body for mail. Both are pure functions of what they are given.</summary>
public static class DigestHtml
{
    /// <summary>A whole page: no script, one stylesheet, nothing loaded from strangers.</summary>
    /// <remarks>A long digest has several, of which <see cref="PageFrame.Page"/> is shown, or the last where there are fewer.</remarks>
    public static string Page(DigestView view, PageFrame frame)
    {
        if (PageCut.FitsOne(view) && Render(view, frame, PageCut.Whole(view)) is { Fits: true, Page: var whole })
            return whole;
        var cuts = PageCut.Over(new DigestPage(view, frame, PageDetail.Least, PageCut.Whole(view)).Sizes());
        return Render(view, frame, cuts[Math.Clamp(frame.Page, 1, cuts.Count) - 1]).Page;
    }

    /// <summary>With as much told as fits.</summary>
    private static (string Page, bool Fits) Render(DigestView view, PageFrame frame, PageCut cut)
    {
        var page = "";
        foreach (var detail in PageDetail.Steps)
        {
            page = new DigestPage(view, frame, detail, cut).Render();
            if (Encoding.UTF8.GetByteCount(page) <= PageDetail.MostBytes)
                return (page, true);
        }
        return (page, false);
    }

    /// <summary>The page of all digests.</summary>
    public static string List(IReadOnlyList<DigestListing> digests, PageFrame frame, FrameLanguage words) =>
        new DigestListPage(digests, frame, words).Render();

    /// <summary>A body for mail: styles inline, nothing loaded, at most <see cref="MailFrame.MaxBytes"/>; what does not fit is counted and linked.</summary>
    public static string Mail(DigestView view, MailFrame frame) => new DigestMail(view, frame).Render();
}
