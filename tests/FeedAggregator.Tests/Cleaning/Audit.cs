using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace FeedAggregator.Tests.Cleaning;

/// <summary>What is wrong with HTML that was to be safe, told independently of the cleaner's own tables.</summary>
internal static class Audit
{
    private static readonly HashSet<string> Elements =
    [
        .. (
            "a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn "
            + "dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark menu nav ol p "
            + "picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr "
            + "tt u ul var video wbr"
        ).Split(' '),
    ];

    private static readonly HashSet<string> Attributes =
    [
        .. (
            "abbr align alt bgcolor border cellpadding cellspacing cite class clear color colspan compact controls datetime dir face headers "
            + "height href hreflang hspace lang loading loop media muted noshade nowrap open poster preload reversed rowspan scope size sizes "
            + "span src srcset start style summary title type valign value vspace width"
        ).Split(' '),
    ];

    public static List<string> Offences(string html)
    {
        var body = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html).Body!;
        var offences = new List<string>();
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (!Elements.Contains(element.LocalName) || element.NamespaceUri != NamespaceNames.HtmlUri)
                offences.Add($"<{element.LocalName}>");
            foreach (var attribute in element.Attributes)
                if (!Attributes.Contains(attribute.Name) || IsUnsafe(attribute))
                    offences.Add($"{element.LocalName}[{attribute.Name}={attribute.Value}]");
        }
        return offences;
    }

    private static bool IsUnsafe(IAttr attribute) =>
        attribute.Name switch
        {
            "href" or "src" or "cite" or "poster" => Scheme(attribute.Value)
                is not ("" or "http" or "https" or "mailto" or "tel" or "sms" or "xmpp" or "magnet" or "ftp" or "data"),
            "srcset" => attribute.Value.Contains("script:", StringComparison.OrdinalIgnoreCase),
            "style" => attribute.Value.IndexOfAny(['\\', '<', '{', '@', '*']) >= 0
                || attribute.Value.Contains("url", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

    private static string Scheme(string url)
    {
        var end = url.IndexOfAny([':', '/', '?', '#']);
        return end >= 0 && url[end] == ':' ? url[..end].ToLowerInvariant() : "";
    }
}
