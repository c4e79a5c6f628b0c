using System.Globalization;
using FeedAggregator.Languages;

namespace FeedAggregator.Tests.Languages;

public sealed class FrameLanguageTests
{
    private static readonly FrameLanguage English = FrameLanguage.For("en");
    private static readonly FrameLanguage Indonesian = FrameLanguage.For("id-ID");

    public static TheoryData<string> Tables => ["en", "id"];

    /// <summary>The system's tables come from CLDR too; only the spaces and marks between the parts differ from version to version.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Months_and_days_are_those_of_CLDR(string tag)
    {
        var words = FrameLanguage.For(tag);
        var cldr = CultureInfo.GetCultureInfo(tag).DateTimeFormat;

        for (var day = new DateTime(2026, 1, 1); day.Year == 2026; day = day.AddDays(1))
        {
            Assert.StartsWith(cldr.GetDayName(day.DayOfWeek), words.LongDate(day), StringComparison.Ordinal);
            Assert.Contains(cldr.GetMonthName(day.Month), words.LongDate(day), StringComparison.Ordinal);
            Assert.Contains(cldr.GetAbbreviatedMonthName(day.Month), words.ShortDate(day), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0, "12:00\u202FAM", "00.00")]
    [InlineData(9, 5, "9:05\u202FAM", "09.05")]
    [InlineData(12, 30, "12:30\u202FPM", "12.30")]
    [InlineData(23, 59, "11:59\u202FPM", "23.59")]
    public void Times_are_written_as_each_language_writes_them(int hour, int minute, string english, string indonesian)
    {
        var local = new DateTime(2026, 5, 1, hour, minute, 0);

        Assert.Equal(english, English.Time(local));
        Assert.Equal(indonesian, Indonesian.Time(local));
    }

    [Fact]
    public void Dates_are_written_as_each_language_writes_them()
    {
        var local = new DateTime(2026, 8, 7, 17, 4, 0);

        Assert.Equal("Friday, August 7, 2026 at 5:04\u202FPM", English.DateAndTime(local));
        Assert.Equal("Jumat, 07 Agustus 2026 pukul 17.04", Indonesian.DateAndTime(local));
        Assert.Equal(("Aug 7", "7 Agu"), (English.ShortDate(local), Indonesian.ShortDate(local)));
    }

    [Theory]
    [InlineData(-30, "just now", "baru saja")]
    [InlineData(0.9, "just now", "baru saja")]
    [InlineData(1, "1 minute ago", "1 menit yang lalu")]
    [InlineData(59.9, "59 minutes ago", "59 menit yang lalu")]
    [InlineData(60, "1 hour ago", "1 jam yang lalu")]
    [InlineData(1439, "23 hours ago", "23 jam yang lalu")]
    [InlineData(1440, "1 day ago", "1 hari yang lalu")]
    [InlineData(2_880_000, "2,000 days ago", "2.000 hari yang lalu")]
    public void Ages_are_told_in_the_largest_whole_unit(double minutes, string english, string indonesian)
    {
        Assert.Equal(english, English.Ago(TimeSpan.FromMinutes(minutes)));
        Assert.Equal(indonesian, Indonesian.Ago(TimeSpan.FromMinutes(minutes)));
    }

    [Theory]
    [InlineData(0, "0 stories", "0 outlets", "0 berita", "0 media")]
    [InlineData(1, "1 story", "1 outlet", "1 berita", "1 media")]
    [InlineData(1234, "1,234 stories", "1,234 outlets", "1.234 berita", "1.234 media")]
    public void English_has_two_plural_forms_and_Indonesian_one(int count, string stories, string outlets, string berita, string media)
    {
        Assert.Equal((stories, outlets), (English.Stories(count), English.Outlets(count)));
        Assert.Equal((berita, media), (Indonesian.Stories(count), Indonesian.Outlets(count)));
    }

    [Theory]
    [InlineData("id", "id")]
    [InlineData("ID-jv", "id")]
    [InlineData("idx", "en")]
    [InlineData("sw", "en")]
    [InlineData("", "en")]
    public void Languages_without_words_of_ours_fall_back_to_English(string asked, string shown) =>
        Assert.Equal(shown, FrameLanguage.For(asked).Tag);
}
