using System.Globalization;

namespace FeedAggregator.Parsing.Values;

/// <summary>What a number means: by its length, by what stands beside it, and by what is still unknown.</summary>
internal ref partial struct DateReading
{
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

    private bool ReadNumber()
    {
        var number = ReadDigits(out var digits);
        var next = AtEnd ? '\0' : _text[_at];
        if (_timeNext && _hour is null && digits is 2 or 4 or 6 && next != ':')
            return ReadCompactTime(number, digits);
        if (next == ':' && digits <= 2)
            return ReadTime(number);
        if (next == '.' && digits <= 2 && _hour is null && _day is not null && _year is not null && NumberFollows(1))
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
        var separator = _text[_at];
        _hour = hour;
        _at++;
        if (AtEnd || !char.IsAsciiDigit(_text[_at]))
            return false;
        _minute = ReadDigits(out _);
        if (AtEnd || _text[_at] != separator)
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

    /// <summary>ISO 8601's weeks: "2026-W12-4", "2026W124", "2026-W12".</summary>
    private bool ReadWeek()
    {
        if (_year is not { } year || _month is not null || year is < 1 or > 9998 || !NumberFollows(0))
            return false;
        var (week, day) = (ReadDigits(out var digits), 1);
        if (digits == 3)
            (week, day) = (week / 10, week % 10);
        else if (digits == 2 && !AtEnd && _text[_at] == '-' && NumberFollows(1))
        {
            _at++;
            day = ReadDigits(out _);
        }
        if (digits is < 2 or > 3 || week < 1 || week > ISOWeek.GetWeeksInYear(year) || day is < 1 or > 7)
            return false;
        var date = ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7));
        return Set(date.Year, date.Month, date.Day);
    }

    private bool ReadBareNumber(int number, int digits)
    {
        if (_monthNext && _month is null && digits <= 2)
        {
            _month = number;
            return true;
        }
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
