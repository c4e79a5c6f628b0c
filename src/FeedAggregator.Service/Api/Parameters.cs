using System.Globalization;
using FeedAggregator.Configuration;
using FeedAggregator.Feeds;

namespace FeedAggregator.Service.Api;

/// <summary>Reads query parameters and collects what is wrong with them by name, for one problem document (RFC 9457) about all of them.</summary>
internal sealed class Parameters(IQueryCollection query, DateTimeOffset now)
{
    private readonly Dictionary<string, string[]> _errors = [];
    private readonly HashSet<string> _asked = [];

    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>The problem document, when something was wrong or nobody asked for a parameter that is there.</summary>
    public IResult? Problem()
    {
        foreach (var name in query.Keys.Where(x => !_asked.Contains(x)))
        {
            _errors.TryAdd(name, [$"There is no such parameter; {Spelling.Hint(name, _asked)}"]);
        }
        return _errors.Count == 0 ? null : Results.ValidationProblem(_errors, title: $"Bad parameter: {string.Join(", ", _errors.Keys)}.");
    }

    public string? Text(string name, int maxLength = 200)
    {
        _asked.Add(name);
        var text = query[name].ToString().Trim();
        if (text.Length > maxLength)
        {
            Fail(name, $"At most {maxLength} characters.");
            return null;
        }
        return text.Length == 0 ? null : text;
    }

    /// <summary>All values, each of which may be a list with commas.</summary>
    public IReadOnlyList<string> Names(string name)
    {
        _asked.Add(name);
        var names = query[name]
            .SelectMany(x => (x ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct()
            .ToList();
        if (names.FirstOrDefault(x => !FeedIds.IsValid(x)) is { } bad)
        {
            Fail(name, $"\"{bad}\" is no name: lower-case letters, digits and hyphens.");
        }
        if (names.Count > 100)
        {
            Fail(name, "At most 100 names.");
        }
        return names;
    }

    public int? Whole(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }
        Fail(name, $"\"{text}\" must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>An instant as RFC 3339 writes it, a date, or a span back from now such as <c>6h</c>.</summary>
    public DateTimeOffset? Since(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (
            Durations.TryParse(text, out var back)
            && back > TimeSpan.Zero
            && back <= TimeSpan.FromDays(36_500)
            && !text.Contains(':', StringComparison.Ordinal)
        )
        {
            return now - back;
        }
        if (
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && text.Contains('-', StringComparison.Ordinal)
            && instant <= now
        )
        {
            return instant;
        }
        Fail(
            name,
            $"\"{text}\" must be a span such as 6h or 7d, a past date such as 2026-01-31, or a past instant such as 2026-01-31T07:00:00Z."
        );
        return null;
    }

    private void Fail(string name, string message) => _errors[name] = [message];
}
