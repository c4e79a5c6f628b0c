using System.Globalization;
using FeedAggregator.Parsing.Values;

namespace FeedAggregator.Tests.Parsing;

public sealed class FeedDateTests
{
    [Theory]
    [InlineData("Thu, 19 Mar 2026 10:20:30 GMT", "2026-03-19T10:20:30")]
    [InlineData("19 Mar 2026 10:20 +0130", "2026-03-19T08:50:00")]
    [InlineData("Thu, 19 Mar 26 10:20:30 EDT", "2026-03-19T14:20:30")]
    [InlineData("Thu,19 Mar 2026 10:20:30 Z", "2026-03-19T10:20:30")]
    [InlineData("Thu, 19 Mar 2026 10:20:30 -08:00", "2026-03-19T18:20:30")]
    [InlineData("Thu, 19 Mar 2026 10:20:30 GMT+02:00", "2026-03-19T08:20:30")]
    [InlineData("Thu, 19 March, 2026 10:20:30 UTC", "2026-03-19T10:20:30")]
    [InlineData("Thursday, 19-Mar-26 10:20:30 GMT", "2026-03-19T10:20:30")]
    [InlineData("Thu (a day), 19 (the (nested) 19th) Mar 2026 10:20:30 GMT (really)", "2026-03-19T10:20:30")]
    [InlineData("19 Mar 2026", "2026-03-19T00:00:00")]
    [InlineData("Thu, 19 Mar 2026 10:20:30 A", "2026-03-19T10:20:30")]
    [InlineData("Thu, 19 Mar 2026 10.20.30 GMT", "2026-03-19T10:20:30")]
    [InlineData("19 Mar 2026, 10.20", "2026-03-19T10:20:00")]
    [InlineData("19 Mar 2026 24:00:00 GMT", "2026-03-20T00:00:00")]
    [InlineData("31 Dec 2026 23:59:60 GMT", "2027-01-01T00:00:00")]
    public void Mail_dates_are_read(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("2026-03-19T10:20:30Z", "2026-03-19T10:20:30")]
    [InlineData("2026-03-19T10:20:30.125-07:00", "2026-03-19T17:20:30.125")]
    [InlineData("2026-03-19t10:20:30,5z", "2026-03-19T10:20:30.5")]
    [InlineData("2026-03-19T10:20Z", "2026-03-19T10:20:00")]
    [InlineData("2026-03-19T10Z", "2026-03-19T10:00:00")]
    [InlineData("2026-03-19 10:20:30", "2026-03-19T10:20:30")]
    [InlineData("2026-03-19 10:20:30 -0020", "2026-03-19T10:40:30")]
    [InlineData("20260319T102030+0100", "2026-03-19T09:20:30")]
    [InlineData("2026-03-19 T 10:20:30 +01:00", "2026-03-19T09:20:30")]
    [InlineData("2026-078", "2026-03-19T00:00:00")]
    [InlineData("2026-W12-4", "2026-03-19T00:00:00")]
    [InlineData("2026W124T102030Z", "2026-03-19T10:20:30")]
    [InlineData("2026-W12", "2026-03-16T00:00:00")]
    [InlineData("20260319102030", "2026-03-19T10:20:30")]
    [InlineData("2026078", "2026-03-19T00:00:00")]
    [InlineData("2026-03", "2026-03-01T00:00:00")]
    [InlineData("2026", "2026-01-01T00:00:00")]
    [InlineData("26-03-19", "2026-03-19T00:00:00")]
    [InlineData("-26-03", "2026-03-01T00:00:00")]
    [InlineData("-2603", "2026-03-01T00:00:00")]
    [InlineData("260319", "2026-03-19T00:00:00")]
    public void Iso_dates_are_read_in_their_many_profiles(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("Thu Mar 19 10:20:30 2026", "2026-03-19T10:20:30")]
    [InlineData("Thu Mar 19 2026 10:20:30 GMT+0100 (Central European Standard Time)", "2026-03-19T09:20:30")]
    [InlineData("March 19, 2026", "2026-03-19T00:00:00")]
    [InlineData("Mar. 19, 2026, 3:07 p.m.", "2026-03-19T15:07:00")]
    [InlineData("Thursday, March 19th 2026 at 12:05AM EDT", "2026-03-19T04:05:00")]
    [InlineData("03/19/2026 3:07pm PST", "2026-03-19T23:07:00")]
    [InlineData("19/03/2026 15:07", "2026-03-19T15:07:00")]
    [InlineData("19.03.2026 15:07", "2026-03-19T15:07:00")]
    [InlineData("2026/3/19 5:07:09", "2026-03-19T05:07:09")]
    [InlineData("19 Mar 2026 10:20:30 America/New_York", "2026-03-19T14:20:30")]
    [InlineData("19 Mar 2026 17h30", "2026-03-19T17:30:00")]
    [InlineData("1773915630", "2026-03-19T10:20:30")]
    [InlineData("1773915630125", "2026-03-19T10:20:30.125")]
    public void Dates_of_no_standard_are_read_too(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("jeudi 19 février 2026 10:20", "2026-02-19T10:20:00")]
    [InlineData("mar. 17 mars 2026 10:20", "2026-03-17T10:20:00")]
    [InlineData("Do, 19 Mär 2026 10:20:30 +0100", "2026-03-19T09:20:30")]
    [InlineData("Donnerstag, 19. März 2026 - 10:20", "2026-03-19T10:20:00")]
    [InlineData("jueves, 19 de marzo de 2026", "2026-03-19T00:00:00")]
    [InlineData("Πεμ, 19 Μάρ 2026 10:20:30 EST", "2026-03-19T15:20:30")]
    [InlineData("2026-március-19T9:15+01:00", "2026-03-19T08:15:00")]
    [InlineData("чт, 19 марта 2026 10:20:30 MSK", "2026-03-19T07:20:30")]
    [InlineData("Kamis, 19 Maret 2026 10:20 WIB", "2026-03-19T03:20:00")]
    [InlineData("2026년 03월 19일 10:20:30", "2026-03-19T01:20:30")]
    [InlineData("2026-03-19 오후 3:07:00", "2026-03-19T06:07:00")]
    [InlineData("2026年3月19日 10:20", "2026-03-19T10:20:00")]
    [InlineData("الخميس، 19 مارس 2026 10:20:30 م", "2026-03-19T22:20:30")]
    [InlineData("الخميس ١٩ غشت ٢٠٢٦", "2026-08-19T00:00:00")]
    [InlineData("19 Aralık 2026 Cumartesi", "2026-12-19T00:00:00")]
    [InlineData("गुरुवार, १९ मार्च २०२६ 10:20", "2026-03-19T10:20:00")]
    [InlineData("19 फ़रवरी 2026", "2026-02-19T00:00:00")]
    [InlineData("วันพฤหัสบดีที่ ๑๙ มีนาคม ๒๕๖๙", "2026-03-19T00:00:00")]
    [InlineData("19 มีนาคม 2026 10:20", "2026-03-19T10:20:00")]
    [InlineData("Thứ năm, ngày 19 tháng 3 năm 2026", "2026-03-19T00:00:00")]
    [InlineData("19 tháng 3, 2026 10:20", "2026-03-19T10:20:00")]
    [InlineData("четвъртък, 19 март 2026", "2026-03-19T00:00:00")]
    [InlineData("יום חמישי, 19 במרץ 2026", "2026-03-19T00:00:00")]
    [InlineData("বৃহস্পতিবার, ১৯ মার্চ ২০২৬", "2026-03-19T00:00:00")]
    [InlineData("２０２６年３月１９日", "2026-03-19T00:00:00")]
    public void Dates_are_read_in_several_languages(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("31 Jun 2026", "2026-07-01T00:00:00")]
    [InlineData("2026-02-30T10:00:00Z", "2026-03-02T10:00:00")]
    public void A_day_the_month_does_not_have_is_counted_on(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("insert date here")]
    [InlineData("12")]
    [InlineData("99 Jun 2026 12:00:00 GMT")]
    [InlineData("19 xyz 2026 10:20:30 GMT")]
    [InlineData("Mar x 2026 10:20:30 GMT")]
    [InlineData("19 Mar zz 10:20:30 GMT")]
    [InlineData("19 Mar 2026 1:2:3:4 GMT")]
    [InlineData("19 Mar 2026 25:00:00 GMT")]
    [InlineData("19 Mar 2026 10:61:00 GMT")]
    [InlineData("19 Mar 2026 10:20:30 +zz:00")]
    [InlineData("19 Mar 2026 10:20:30 GMT+zz:00")]
    [InlineData("2026-13-01T10:00:00Z")]
    [InlineData("31 Dec 9999 23:59:59 -9999")]
    [InlineData("0000-00-00T00:00:00Z")]
    [InlineData("99999999999999999999")]
    public void What_is_no_date_is_nothing(string text) => Check(text, null);

    private static void Check(string text, string? expected)
    {
        var read = FeedDate.Parse(text);

        var wanted = expected is null
            ? (DateTimeOffset?)null
            : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.Equal(wanted, read);
    }
}
