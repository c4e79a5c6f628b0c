using System.Text;
using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class MojibakeTests
{
    [Theory]
    [InlineData("the captain’s café")]
    [InlineData("渡轮被困在冰里")]
    [InlineData("паром застрял")]
    [InlineData("smoke 🔥 seen")]
    public void Utf8_read_as_latin1_is_read_again(string text)
    {
        var garbled = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

        Assert.NotEqual(text, garbled);
        Assert.Equal(text, Mojibake.Repair(garbled));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain words")]
    [InlineData("São Paulo, Ángel, Öl, œuvre")]
    [InlineData("Â")]
    [InlineData("â€")]
    [InlineData("“漢字”")]
    public void Right_text_stays_as_it_is(string text)
    {
        Assert.Same(text, Mojibake.Repair(text));
    }
}
