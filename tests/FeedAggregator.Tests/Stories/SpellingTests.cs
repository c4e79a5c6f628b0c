using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class SpellingTests
{
    [Theory]
    [InlineData("أُغْلِقَ الجِسْرُ القَدِيم", "اغلق الجسر القديم")]
    [InlineData("المديـــــنة على الضفّة", "المدينه علي الضفه")]
    [InlineData("۲۴۰ مسافر در یک کشتی", "240 مسافر در يك كشتي")]
    [InlineData("٢٤٠ راكبا و١٫٥ مليون", "240 راكبا و1.5 مليون")]
    [InlineData("नौका में २४० यात्री", "नौका में 240 यात्री")]
    [InlineData("क\u093Cलम और पाँच लोग", "कलम और पांच लोग")]
    [InlineData("เรือ ๒๔๐ คน", "เรือ 240 คน")]
    [InlineData("ফেরিতে ২৪০ জন", "ফেরিতে 240 জন")]
    [InlineData("Паром освобождён ещё утром", "Паром освобожден еще утром")]
    [InlineData("KAPI IŞIKLARI İSTANBUL'DA", "kapı ışıkları istanbul'da")]
    [InlineData("Die Bun\u00ADdes\u00ADstraße nach Gießen", "Die Bundesstrasse nach Giessen")]
    [InlineData("Strada a fost ținută și închisă", "Strada a fost ţinută şi închisă")]
    [InlineData("ο δρόμος", "ο δρόμοσ")]
    [InlineData("обʼєкт", "об'єкт")]
    [InlineData("人々が待つ", "人人が待つ")]
    [InlineData("\u200EFerry\u200F fr\u200Beed \u2764\uFE0F", "ferry freed \u2764")]
    public void Spellings_of_one_word_become_one(string one, string other)
    {
        Assert.Equal(Hashes(other), Hashes(one));
    }

    [Theory]
    [InlineData("número", "numero")]
    [InlineData("hòa", "hoa")]
    [InlineData("край", "краи")]
    [InlineData("क्या", "कया")]
    [InlineData("か", "が")]
    public void Letters_that_make_another_word_stay(string one, string other)
    {
        Assert.NotEqual(Hashes(other), Hashes(one));
    }

    [Fact]
    public void Digits_of_every_script_are_numbers()
    {
        var units = new TextUnit[8];

        var count = TextUnits.Read(Spelling.Fold("เรือ ๒๔๐"), units);

        Assert.Equal(UnitKinds.Number, units[count - 1].Kinds & UnitKinds.Number);
    }

    [Fact]
    public void Text_that_needs_no_folding_is_not_copied()
    {
        Assert.Same(Texts.Library, Spelling.Fold(Texts.Library));
    }

    private static uint[] Hashes(string text)
    {
        var units = new TextUnit[64];
        return [.. units[..TextUnits.Read(Spelling.Fold(TextUnits.Normalise(text)), units)].Select(x => x.Hash)];
    }
}
