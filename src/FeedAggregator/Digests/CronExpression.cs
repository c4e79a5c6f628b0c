using System.Collections.Immutable;
using System.Globalization;

namespace FeedAggregator.Digests;

/// <summary>
/// Five fields of crontab(5): minute, hour, day of month, month, day of week; with lists, ranges, steps, names, and 7 for Sunday.
/// When day of month and day of week are both given (neither starts with *), a day answers to either.
/// </summary>
internal sealed class CronExpression
{
    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly ulong _daysOfMonth;
    private readonly ulong _months;
    private readonly ulong _daysOfWeek;
    private readonly bool _eitherDay;

    private CronExpression(ulong[] fields, bool eitherDay)
    {
        Times =
        [
            .. from hour in Enumerable.Range(0, 24)
            where Has(fields[1], hour)
            from minute in Enumerable.Range(0, 60)
            where Has(fields[0], minute)
            select new TimeOnly(hour, minute),
        ];
        (_daysOfMonth, _months, _eitherDay) = (fields[2], fields[3], eitherDay);
        _daysOfWeek = Has(fields[4], 7) ? fields[4] | 1 : fields[4];
    }

    /// <summary>The times of a day that answers, in order.</summary>
    public ImmutableArray<TimeOnly> Times { get; }

    public bool HasDay(DateOnly day)
    {
        if (!Has(_months, day.Month))
            return false;
        var (ofMonth, ofWeek) = (Has(_daysOfMonth, day.Day), Has(_daysOfWeek, (int)day.DayOfWeek));
        return _eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    /// <summary>The expression, or what is wrong with it in one sentence.</summary>
    public static CronExpression? Parse(string text, out string? problem)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5)
            return Wrong($"cron '{text}' has {parts.Length} fields: use five, such as '0 7 * * *' for every day at 7.", out problem);
        (string Name, int Least, int Most, string[] Names)[] kinds =
        [
            ("minute", 0, 59, []),
            ("hour", 0, 23, []),
            ("day of month", 1, 31, []),
            ("month", 1, 12, MonthNames),
            ("day of week", 0, 7, DayNames),
        ];
        var fields = new ulong[5];
        for (var i = 0; i < 5; i++)
        {
            var (name, least, most, names) = kinds[i];
            if (Field(parts[i], least, most, names) is not { } field)
                return Wrong(
                    $"cron '{text}': {name} '{parts[i]}' is not within {least} to {most}, a list, a range or a step.",
                    out problem
                );
            fields[i] = field;
        }
        var cron = new CronExpression(fields, !parts[2].StartsWith('*') && !parts[4].StartsWith('*'));
        if (!cron.CanHappen())
            return Wrong($"cron '{text}' never happens: no month it names has such a day.", out problem);
        problem = null;
        return cron;
    }

    private static CronExpression? Wrong(string message, out string? problem)
    {
        problem = message;
        return null;
    }

    /// <summary>Eight years without a 29 February are possible (1896 to 1904, 2096 to 2104): a leap year alone decides.</summary>
    private bool CanHappen()
    {
        if (_eitherDay)
            return true;
        return Enumerable
            .Range(1, 12)
            .Any(m => Has(_months, m) && Enumerable.Range(1, DateTime.DaysInMonth(2028, m)).Any(d => Has(_daysOfMonth, d)));
    }

    private static ulong? Field(string text, int least, int most, string[] names)
    {
        ulong field = 0;
        foreach (var part in text.Split(','))
        {
            if (Part(part, least, most, names) is not { } bits)
                return null;
            field |= bits;
        }
        return field;
    }

    /// <summary><c>*</c>, <c>n</c>, <c>a-b</c>, each but <c>n</c> with <c>/step</c>.</summary>
    private static ulong? Part(string text, int least, int most, string[] names)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (range, step) = slash < 0 ? (text, 1) : (text[..slash], Number(text[(slash + 1)..], [], 0) ?? 0);
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = (range, dash, slash) switch
        {
            ("*", _, _) => (least, most),
            (_, > 0, _) => (Number(range[..dash], names, least), Number(range[(dash + 1)..], names, least)),
            (_, _, < 0) => (Number(range, names, least), Number(range, names, least)),
            _ => ((int?)null, (int?)null),
        };
        if (step < 1 || from is not { } first || to is not { } last || first < least || last > most || first > last)
            return null;
        ulong bits = 0;
        for (var value = first; value <= last; value += step)
            bits |= 1UL << value;
        return bits;
    }

    private static int? Number(string text, string[] names, int least)
    {
        var name = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
            return name + least;
        return text.Length <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static bool Has(ulong field, int value) => (field >> value & 1) != 0;
}
