using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FeedAggregator.Service.Demo;

/// <summary>Of a mail what a line on the terminal can show.</summary>
/// <param name="Link">The first address of ours in its text, else the first of all: what the mail asks the reader to open. Null when there is none.</param>
internal sealed partial record DemoMail(string To, string Subject, Uri? Link)
{
    /// <param name="data">As our own letters are written: header fields, then parts in quoted-printable (RFC 2045 §6.7).</param>
    public static DemoMail Read(string to, string data)
    {
        var parts = data.ReplaceLineEndings("\n").Split("\n\n", 2);
        var head = FoldedLine().Replace(parts[0], " ");
        var subject = Subjects().Match(head) is { Success: true } found ? Words(found.Groups[1].Value) : "";
        var links = Address().Matches(Plain(parts[^1])).Select(x => x.Value).ToList();
        var link = links.Find(x => Ours().IsMatch(x)) ?? links.FirstOrDefault();
        return new DemoMail(to, subject, Uri.TryCreate(link, UriKind.Absolute, out var address) ? address : null);
    }

    /// <summary>Encoded words (RFC 2047), as far as UTF-8 goes.</summary>
    private static string Words(string text) =>
        EncodedWord()
            .Replace(
                BetweenEncodedWords().Replace(text, "$1"),
                x =>
                    x.Groups[1].Value is "B" or "b"
                        ? Encoding.UTF8.GetString(System.Convert.FromBase64String(x.Groups[2].Value))
                        : Plain(x.Groups[2].Value.Replace('_', ' '))
            );

    private static string Plain(string quoted)
    {
        var bytes = new List<byte>();
        var text = SoftLineEnd().Replace(quoted, "");
        for (var i = 0; i < text.Length; i++)
        {
            if (
                text[i] == '='
                && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet)
            )
            {
                bytes.Add(octet);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[i]]));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex("\n[ \t]+")]
    private static partial Regex FoldedLine();

    [GeneratedRegex("^Subject: *(.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Subjects();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=) +(?==\?)")]
    private static partial Regex BetweenEncodedWords();

    [GeneratedRegex("=\n")]
    private static partial Regex SoftLineEnd();

    [GeneratedRegex("^https?://[^/]+/(digests|subscriptions)/")]
    private static partial Regex Ours();

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex Address();
}
