using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedAggregator.Service.Control;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FeedAggregator.Service.Commands;

/// <summary>
/// Rows of a list: on a terminal in columns under a head, a line each; elsewhere whole, without the head and with tabs between, for cut, sort and awk.
/// </summary>
internal sealed class Listing(params string[] heads)
{
    private const int Gap = 2;

    /// <summary>A column is made no narrower to fit the terminal.</summary>
    private const int Narrowest = 12;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly List<string[]> _rows = [];

    /// <summary>Somebody reads along; a hosted verb speaks to another process, which shows it to whom it likes.</summary>
    public static bool IsForPeople => HostedVerb.Current is null && !Console.IsOutputRedirected;

    /// <summary>One value, or a list of them, for programs.</summary>
    public static void WriteJson(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Readable));

    /// <param name="cells">As many as there are heads.</param>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(OneLine)]);

    /// <param name="none">What is told, on standard error, where the list is empty.</param>
    public void Write(string none)
    {
        if (_rows.Count == 0)
            Console.Error.WriteLine(none);
        else
            Console.Write(IsForPeople ? ForPeople(AnsiConsole.Profile.Width) : ForPrograms());
    }

    public string ForPrograms() => string.Concat(_rows.Select(x => string.Join('\t', x) + "\n"));

    /// <param name="width">Of the terminal, in cells. The first column says how a row is called and is never cut.</param>
    public string ForPeople(int width)
    {
        string[][] lines =
        [
            [.. heads.Select(x => x.ToUpperInvariant())],
            .. _rows,
        ];
        var widths = Widths(lines, width);
        return string.Concat(lines.Select(x => Line(x, widths) + "\n"));
    }

    /// <summary>What strangers wrote must not steer a terminal, nor begin a row.</summary>
    public static string OneLine(string? text) =>
        string.Join(
            ' ',
            string.Concat((text ?? "").Select(x => char.IsControl(x) ? ' ' : x)).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>As wide as its widest cell, and then the widest ones narrower until all fit.</summary>
    private static int[] Widths(string[][] lines, int width)
    {
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(x => Cells(x[column]))).ToArray();
        for (var over = widths.Sum() + (Gap * (widths.Length - 1)) - width; over > 0; over--)
        {
            var widest = Array.LastIndexOf(widths, widths.Skip(1).DefaultIfEmpty().Max());
            if (widest < 1 || widths[widest] <= Narrowest)
                break;
            widths[widest]--;
        }
        return widths;
    }

    private static string Line(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        foreach (var (column, cell) in cells.Index())
        {
            var shown = column == 0 ? cell : Cut(cell, widths[column]);
            line.Append(shown).Append(' ', widths[column] - Cells(shown) + Gap);
        }
        return line.ToString().TrimEnd();
    }

    private static string Cut(string text, int width)
    {
        if (Cells(text) <= width)
            return text;
        var kept = new StringBuilder();
        var used = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Cells(rune.ToString());
            if (used > width)
                break;
            kept.Append(rune.ToString());
        }
        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>East Asian letters take two cells.</summary>
    private static int Cells(string text) => new Segment(text).CellCount();
}
