using System.Globalization;

namespace FeedAggregator.Parsing.Values;

/// <summary>One reading of one date: what each word and number can only mean, given what is already known.</summary>
internal ref partial struct DateReading(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int? _year;
    private int? _month;
    private int? _day;
    private int? _dayOfYear;
    private int? _hour;
    private int _minute;
    private int _second;
    private int _ticks;
    private bool _afternoon;
    private bool _morning;
    private bool _timeNext;
    private bool _korean;
    private bool _thai;
    private bool _monthNext;
    private bool _monthCameFirst;
    private int? _zoneMinutes;
    private TimeZoneInfo? _place;

    private readonly bool AtEnd => _at >= _text.Length;

    private readonly bool KnowsAnything => _year is not null || _month is not null || _day is not null || _hour is not null;

    public bool TryRead()
    {
        while (!AtEnd)
        {
            var c = _text[_at];
            bool understood;
            if (char.IsAsciiDigit(c))
                understood = ReadNumber();
            else if (char.IsLetter(c))
                understood = ReadWord();
            else if (c is '+' or '-' or '\u2212' && SignedNumberFollows())
                understood = _hour is not null ? ReadOffset(c == '+' ? 1 : -1) : ReadSign();
            else
            {
                understood = _hour is null || c is not '+';
                _at++;
            }
            if (!understood)
                return false;
        }
        return _year is not null;
    }

    public readonly DateTimeOffset? ToInstant()
    {
        // Thai dates count from the Buddha's death.
        var year = _thai && _year > 2400 ? _year.Value - 543 : _year!.Value;
        var (month, day) = (_month ?? 1, _day ?? 1);
        var hour = Hour();
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day is < 1 or > 31)
            return null;
        if (hour > 24 || _minute > 59 || _second > 60 || (hour == 24 && (_minute > 0 || _second > 0)))
            return null;
        // The 31st of June is the 1st of July: such dates come from arithmetic on days.
        var local = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(day - 1);
        if (_dayOfYear is { } dayOfYear)
        {
            if (dayOfYear < 1 || dayOfYear > (DateTime.IsLeapYear(year) ? 366 : 365))
                return null;
            local = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(dayOfYear - 1);
        }
        var ticks = local.Ticks + (hour * 60L + _minute) * TimeSpan.TicksPerMinute + _second * TimeSpan.TicksPerSecond + _ticks;
        ticks -= Offset(ticks).Ticks;
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks ? null : new(ticks, TimeSpan.Zero);
    }

    private readonly int Hour() =>
        (_hour ?? 0) switch
        {
            < 12 and var h when _afternoon => h + 12,
            12 when _morning => 0,
            var h => h,
        };

    private readonly TimeSpan Offset(long ticks)
    {
        if (_zoneMinutes is { } minutes)
            return TimeSpan.FromMinutes(minutes);
        if (_place is not null && ticks < DateTime.MaxValue.Ticks)
            return _place.GetUtcOffset(new DateTime(ticks, DateTimeKind.Unspecified));
        // Dates in Hangul come from one country with one zone, and never name it.
        return _korean ? TimeSpan.FromHours(9) : TimeSpan.Zero;
    }

    private bool ReadWord()
    {
        var start = _at;
        while (!AtEnd && (char.IsLetter(_text[_at]) || IsMark(_text[_at])))
            _at++;
        var word = _text[start.._at];
        if (IsMeridiem(word))
            return true;
        if (word.Length == 1 && IsIdeographic(word[0]))
            _korean |= word[0] is >= '\uAC00' and <= '\uD7A3';
        if (!AtEnd && _text[_at] is '/' or '_' && ReadPlace(start))
            return true;
        if (word is "W" or "w" && ReadWeek())
            return true;
        if (!DateWords.TryFind(word, out var found))
            return IsHarmless(start, word);
        switch (found.Kind)
        {
            case DateWord.Month:
                ReadMonth(found.Value);
                _thai |= word[0] is >= '\u0E00' and <= '\u0E7F';
                break;
            case DateWord.MonthNext:
                _monthNext = true;
                break;
            case DateWord.Morning or DateWord.Afternoon:
                (_morning, _afternoon) = (found.Kind == DateWord.Morning, found.Kind == DateWord.Afternoon);
                _korean |= word[0] is >= '\uAC00' and <= '\uD7A3';
                break;
            case DateWord.TimeMark:
                _timeNext = true;
                break;
            case DateWord.Zone when _hour is not null:
                _zoneMinutes ??= found.Value;
                break;
        }
        return true;
    }

    /// <summary>Tuesday is "mar." in three languages: a first word gives way to a month that comes later.</summary>
    private void ReadMonth(int month)
    {
        if (_month is not null && !_monthCameFirst)
            return;
        _monthCameFirst = !KnowsAnything;
        _month = month;
    }

    /// <summary>"p.m.", with or without its points and spaces.</summary>
    private bool IsMeridiem(ReadOnlySpan<char> word)
    {
        if (
            word.Length != 1
            || _hour is null
            || AtEnd
            || _text[_at] != '.'
            || _at + 1 >= _text.Length
            || _text[_at + 1] is not ('m' or 'M')
        )
            return false;
        (_morning, _afternoon) = (word[0] is 'a' or 'A', word[0] is 'p' or 'P');
        _at += 2;
        return _morning || _afternoon;
    }

    /// <summary>A word before everything else, or after the whole date, is a weekday in some language; one after the time is a zone nobody knows: UTC.</summary>
    private readonly bool IsHarmless(int start, ReadOnlySpan<char> word)
    {
        if (!KnowsAnything)
            return true;
        var isComplete = _hour is not null || (_year is not null && _month is not null && _day is not null);
        return isComplete && word.Length is > 0 and < 12 && _text[start - 1] is ' ' or '(';
    }

    private bool ReadPlace(int start)
    {
        var end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '/' or '_' or '-' or '+'))
            end++;
        if (_hour is null || !TimeZoneInfo.TryFindSystemTimeZoneById(_text[start..end].ToString(), out var place))
            return false;
        _place = place;
        _at = end;
        return true;
    }

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsIdeographic(char c) => c >= '\u3000';

    private readonly bool SignedNumberFollows() => _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]);

    private bool ReadOffset(int sign)
    {
        _at++;
        var hours = ReadDigits(out var digits);
        var minutes = 0;
        if (digits > 2)
            (hours, minutes) = (hours / 100, hours % 100);
        else if (!AtEnd && _text[_at] == ':')
        {
            _at++;
            if (AtEnd || !char.IsAsciiDigit(_text[_at]))
                return false;
            minutes = ReadDigits(out _);
        }
        if (digits > 4 || minutes > 59)
            return false;
        _zoneMinutes = sign * (hours * 60 + minutes);
        return true;
    }

    private int ReadDigits(out int digits)
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(_text[_at]))
            _at++;
        digits = _at - start;
        return digits > 9 ? int.MaxValue : int.Parse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
