using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Fetching;

public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Cache-Control: max-age=600", 600)]
    [InlineData("Cache-Control: public, max-age=\"600\"", 600)]
    [InlineData("Cache-Control: MAX-AGE=600|Age: 100", 500)]
    [InlineData("Cache-Control: max-age=600|Expires: Mon, 05 Jan 2026 12:00:00 GMT", 600)]
    [InlineData("Expires: Mon, 05 Jan 2026 09:30:00 GMT|Date: Mon, 05 Jan 2026 09:00:00 GMT", 1800)]
    [InlineData("Expires: Mon, 05 Jan 2026 09:30:00 GMT", 1800)]
    [InlineData("Expires: Mon, 05 Jan 2026 11:30:00 GMT|Date: Mon, 05 Jan 2026 11:00:00 GMT", 1800)]
    public void Freshness_is_what_max_age_says_else_Expires_less_what_is_already_used_up(string fields, int seconds)
    {
        var until = Freshness.Until(Field(fields), Now);

        Assert.Equal(Now.AddSeconds(seconds), until);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Cache-Control: no-cache, max-age=600")]
    [InlineData("Cache-Control: no-store")]
    [InlineData("Cache-Control: max-age=0")]
    [InlineData("Cache-Control: max-age=-5")]
    [InlineData("Cache-Control: max-age=soon")]
    [InlineData("Cache-Control: max-age=600|Age: 600")]
    [InlineData("Expires: 0")]
    [InlineData("Expires: -1")]
    [InlineData("Expires: Thu, 01 Jan 1970 00:00:00 GMT")]
    public void Without_a_usable_word_nothing_is_fresh(string fields)
    {
        var until = Freshness.Until(Field(fields), Now);

        Assert.Null(until);
    }

    [Theory]
    [InlineData("Cache-Control: max-age=315360000, immutable")]
    [InlineData("Cache-Control: max-age=99999999999999999999")]
    [InlineData("Expires: Fri, 31 Dec 9999 23:59:59 GMT")]
    public void Nothing_stays_fresh_longer_than_a_year(string fields)
    {
        var until = Freshness.Until(Field(fields), Now);

        Assert.Equal(Now.AddDays(365), until);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 120 ", 120)]
    [InlineData("Mon, 05 Jan 2026 09:02:00 GMT", 120)]
    [InlineData("Monday, 05-Jan-26 09:02:00 GMT", 120)]
    [InlineData("Mon Jan  5 09:02:00 2026", 120)]
    [InlineData("99999999999999999", 7 * 86400)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 86400)]
    public void Retry_After_is_understood_in_both_forms_and_believed_for_at_most_a_week(string value, int seconds)
    {
        var until = Freshness.RetryAfter(value, Now, TimeSpan.FromDays(7));

        Assert.Equal(Now.AddSeconds(seconds), until);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("12.5")]
    [InlineData("11-12")]
    [InlineData("Mon, 05 Jan 2026 08:00:00 GMT")]
    public void A_Retry_After_that_is_past_or_garbled_says_nothing(string? value)
    {
        var until = Freshness.RetryAfter(value, Now, TimeSpan.FromDays(7));

        Assert.Null(until);
    }

    private static Func<string, string?> Field(string fields)
    {
        var known = fields
            .Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return name => known.GetValueOrDefault(name);
    }
}
