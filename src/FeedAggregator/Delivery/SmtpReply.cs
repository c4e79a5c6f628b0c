using System.Globalization;

namespace FeedAggregator.Delivery;

/// <summary>A server's answer to one command (RFC 5321 §4.2), with its enhanced code (RFC 3463) where it has one.</summary>
/// <param name="Code">200 to 599; 0 for what is no reply.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    private const int Shown = 300;

    public bool IsPositive => Code is >= 200 and < 400;
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>The server hangs up after this.</summary>
    public bool IsClosing => Code == 421;

    /// <summary>Such as "5.1.1"; empty when the server gives none.</summary>
    public string Enhanced
    {
        get
        {
            var word = Lines.Count == 0 ? "" : Lines[^1].Split(' ', 2)[0];
            var parts = word.Split('.');
            return parts.Length == 3 && parts.All(x => x.Length is > 0 and <= 3 && x.All(char.IsAsciiDigit)) ? word : "";
        }
    }

    /// <summary>There is no such mailbox or domain (RFC 3463 §3.2, 3.3): nothing can ever arrive there.</summary>
    public bool IsDeadMailbox =>
        Code is 550 or 551 or 553 or 554 or 556 && Enhanced is "5.1.1" or "5.1.2" or "5.1.6" or "5.1.10" or "5.2.1";

    /// <summary>What to show an admin: one line without controls.</summary>
    public override string ToString()
    {
        var text = HeaderText.OneLine(string.Join(' ', Lines), Shown);
        return Code == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{Code} {text}").TrimEnd();
    }

    /// <summary>The code of a line and whether more lines follow; null when it is no line of a reply.</summary>
    public static (int Code, bool More, string Text)? ParseLine(string line)
    {
        if (
            line.Length < 3
            || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code is < 200 or > 599
        )
            return null;
        return line.Length > 3 && line[3] is not (' ' or '-')
            ? null
            : (code, line.Length > 3 && line[3] == '-', line.Length > 4 ? line[4..] : "");
    }
}

/// <summary>The conversation cannot go on; the message says why, for an admin.</summary>
internal sealed class SmtpBrokenException(string message, Exception? inner = null) : Exception(message, inner);
