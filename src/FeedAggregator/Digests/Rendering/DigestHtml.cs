using System.Text;
using FeedAggregator.Languages;

namespace FeedAggregator.Digests.Rendering;

/// <summary>A digest as HTML: a page for the web and a body for mail. Both are pure functions of what they are given.</summary>
public static class DigestHtml
{
    /// <summary>A whole page: no script, one stylesheet, nothing loaded from strangers.</summary>
    public static string Page(DigestView view, PageFrame frame)
    {
        var page = "";
        foreach (var detail in PageDetail.Steps)
        {
            page = new DigestPage(view, frame, detail).Render();
            if (Encoding.UTF8.GetByteCount(page) <= PageDetail.MostBytes)
                break;
        }
        return page;
    }

    /// <summary>The page of all digests.</summary>
    public static string List(IReadOnlyList<DigestListing> digests, PageFrame frame, FrameLanguage words) =>
        new DigestListPage(digests, frame, words).Render();

    /// <summary>A body for mail: styles inline, nothing loaded, at most <see cref="MailFrame.MaxBytes"/>; what does not fit is counted and linked.</summary>
    public static string Mail(DigestView view, MailFrame frame) => new DigestMail(view, frame).Render();
}
