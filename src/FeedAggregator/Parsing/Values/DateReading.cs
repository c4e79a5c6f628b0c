using System.Globalization;

namespace FeedAggregator.Parsing.Values;

/// <summary>One reading of one date: what each word and number can only mean, given what is already known.</summary>
internal ref struct DateReading(ReadOnlySpan<char> text)
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
        var year = _year!.Value;
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
        while (!AtEnd && (char.IsLetter(_text[_at]) || char.GetUnicodeCategory(_text[_at]) == UnicodeCategory.NonSpacingMark))
            _at++;
        var word = _text[start.._at];
        if (IsMeridiem(word))
            return true;
        if (word.Length == 1 && IsIdeographic(word[0]))
            _korean |= word[0] is >= '\uAC00' and <= '\uD7A3';
        if (!AtEnd && _text[_at] is '/' or '_' && ReadPlace(start))
            return true;
        if (!DateWords.TryFind(word, out var found))
            return IsHarmless(start, word);
        switch (found.Kind)
        {
            case DateWord.Month:
                ReadMonth(found.Value);
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

    /// <summary>A word before everything else is a weekday in some language; one after the time is a zone nobody knows: UTC.</summary>
    private readonly bool IsHarmless(int start, ReadOnlySpan<char> word)
    {
        if (!KnowsAnything)
            return true;
        return _hour is not null && word.Length is > 1 and < 12 && _text[start - 1] is ' ' or '(';
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

    private static bool IsIdeographic(char c) => c >= '\u3000';

    private readonly bool SignedNumberFollows() => _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]);

    /// <summary>ISO 8601's short years: "-03-12" and "-0312" are December 2003.</summary>
    private bool ReadSign()
    {
        _at++;
        if (KnowsAnything)
            return true;
        var number = ReadDigits(out var digits);
        if (digits == 4)
            (_year, _month) = (Century(number / 100), number % 100);
        else if (digits == 2)
            _year = Century(number);
        else
            return false;
        if (_month is null && !AtEnd && _text[_at] == '-' && NumberFollows(1))
        {
            _at++;
            _month = ReadDigits(out _);
        }
        return true;
    }

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

    private bool ReadNumber()
    {
        var number = ReadDigits(out var digits);
        var next = AtEnd ? '\0' : _text[_at];
        if (_timeNext && _hour is null && digits is 2 or 4 or 6 && next != ':')
            return ReadCompactTime(number, digits);
        if (next == ':' && digits <= 2)
            return ReadTime(number);
        if (digits <= 2 && FollowedByHourMark())
            return ReadHour(number);
        if (FollowedBy(out var mark))
            return ReadMarked(number, mark);
        if (next is '-' or '/' or '.' && !KnowsAnything && NumberFollows(1))
            return ReadNumericDate(number, digits, next);
        return ReadBareNumber(number, digits);
    }

    private readonly bool NumberFollows(int offset) => _at + offset < _text.Length && char.IsAsciiDigit(_text[_at + offset]);

    private readonly bool FollowedByHourMark()
    {
        if (_hour is not null || _at >= _text.Length)
            return false;
        if (_text[_at] is 'h' or 'H' && (NumberFollows(1) || _at + 1 == _text.Length))
            return true;
        var rest = _text[_at..].TrimStart();
        return rest.Length >= 2
            && (rest.StartsWith("am", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("pm", StringComparison.OrdinalIgnoreCase))
            && (rest.Length == 2 || !char.IsLetter(rest[2]));
    }

    private bool ReadHour(int hour)
    {
        _hour = hour;
        if (_text[_at] is 'h' or 'H')
        {
            _at++;
            _minute = NumberFollows(0) ? ReadDigits(out _) : 0;
        }
        return true;
    }

    private readonly bool FollowedBy(out DateWord mark)
    {
        mark = default;
        if (AtEnd || !IsIdeographic(_text[_at]) || !DateWords.TryFind(_text.Slice(_at, 1), out var found))
            return false;
        mark = found.Kind;
        return mark is DateWord.Year or DateWord.MonthMark or DateWord.Day or DateWord.HourMark;
    }

    private bool ReadMarked(int number, DateWord mark)
    {
        _korean |= _text[_at] is >= '\uAC00' and <= '\uD7A3';
        _at++;
        switch (mark)
        {
            case DateWord.Year:
                _year = number;
                break;
            case DateWord.MonthMark:
                _month = number;
                break;
            case DateWord.Day:
                _day = number;
                break;
            default:
                _hour = number;
                break;
        }
        return true;
    }

    private bool ReadTime(int hour)
    {
        if (_hour is not null)
            return false;
        _hour = hour;
        _at++;
        if (AtEnd || !char.IsAsciiDigit(_text[_at]))
            return false;
        _minute = ReadDigits(out _);
        if (AtEnd || _text[_at] != ':')
            return true;
        _at++;
        if (AtEnd || !char.IsAsciiDigit(_text[_at]))
            return true;
        _second = ReadDigits(out _);
        ReadFraction();
        return AtEnd || _text[_at] != ':';
    }

    private bool ReadCompactTime(int number, int digits)
    {
        (_hour, _minute, _second) = digits switch
        {
            6 => (number / 10000, number / 100 % 100, number % 100),
            4 => (number / 100, number % 100, 0),
            _ => (number, 0, 0),
        };
        ReadFraction();
        return true;
    }

    private void ReadFraction()
    {
        if (AtEnd || _text[_at] is not ('.' or ',') || !NumberFollows(1))
            return;
        _at++;
        for (var unit = TimeSpan.TicksPerSecond / 10; !AtEnd && char.IsAsciiDigit(_text[_at]); unit /= 10)
            _ticks += (int)((_text[_at++] - '0') * unit);
    }

    /// <summary>Two or three numbers with a separator between them.</summary>
    private bool ReadNumericDate(int first, int firstDigits, char separator)
    {
        _at++;
        var second = ReadDigits(out var secondDigits);
        if (firstDigits == 4 && secondDigits == 3)
            return Set(first, null, null, second);
        if (AtEnd || _text[_at] != separator || !NumberFollows(1))
            return firstDigits == 4 ? Set(first, second, null) : separator == '-' && Set(Century(first), second, null);
        _at++;
        var third = ReadDigits(out var thirdDigits);
        if (firstDigits >= 3)
            return Set(first, second, third);
        if (thirdDigits < 3 && separator == '-' && second <= 12)
            return Set(Century(first), second, third);
        var year = thirdDigits < 3 ? Century(third) : third;
        // With slashes the month comes first, as in the United States, unless only the day fits there.
        var monthFirst = separator == '/' ? first <= 12 : second > 12;
        return monthFirst ? Set(year, first, second) : Set(year, second, first);
    }

    private bool Set(int year, int? month, int? day, int? dayOfYear = null)
    {
        (_year, _month, _day, _dayOfYear) = (year, month, day, dayOfYear);
        return true;
    }

    private bool ReadBareNumber(int number, int digits)
    {
        if (!KnowsAnything && digits is 8 or 7 or 6 or 5)
            return digits switch
            {
                8 => Set(number / 10000, number / 100 % 100, number % 100),
                7 => Set(number / 1000, null, null, number % 1000),
                6 => Set(Century(number / 10000), number / 100 % 100, number % 100),
                _ => Set(Century(number / 1000), null, null, number % 1000),
            };
        if (digits is 4 or 3 && _year is null)
            _year = number;
        else if (_day is null && digits <= 2)
            _day = number;
        else if (_year is null && digits == 2)
            _year = Century(number);
        else
            return false;
        return true;
    }

    /// <summary>Two-digit years as RFC 2822, 4.3 reads them.</summary>
    private static int Century(int year) => year < 50 ? 2000 + year : 1900 + year;
}
