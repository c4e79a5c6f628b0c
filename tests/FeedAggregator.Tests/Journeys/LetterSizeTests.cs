using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Mailing;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Tests.Journeys;

/// <summary>Some mail services cut a mail off at about 100 kB, and with it the link to leave.</summary>
public sealed partial class LetterSizeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    /// <summary>What publishers write, also those who wish us ill.</summary>
    private static readonly string[] Alphabets =
    [
        "word ",
        "Größe über ",
        "новости дня ",
        "ニュース",
        "=",
        "<&\">",
        "🌍🌏 ",
        "اخبار ",
        "x",
        "é=",
        "-- \n",
        ". ",
    ];

    [Fact]
    public void Whatever_publishers_write_a_mail_stays_below_100_kB_and_counts_what_it_leaves_out()
    {
        var (mail, site) = (
            new MailOptions { Host = "localhost", From = "digest@news.example" },
            new SiteAddress("https://news.example", "News", new(new byte[32]))
        );
        using var chance = RandomNumberGenerator.Create();
        var letters = new LetterWriter(mail, site, chance);

        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var view = View(random, seed);
            var letter = letters.Edition(Claim, view, Now);

            var size = MimeWriter.Write(letter).Length;

            Assert.True(size < 100_000, $"seed {seed}: {size} bytes");
            Assert.Contains(letter.UnsubscribeUrl!, letter.Html, StringComparison.Ordinal);
            var left = AndMore().Match(letter.Html!) is { Success: true } more
                ? int.Parse(more.Groups[1].ValueSpan, NumberStyles.Number, CultureInfo.InvariantCulture)
                : 0;
            Assert.Equal(view.Stories.Count(), Regex.Count(letter.Html!, "<h3") + left);
        }
    }

    [Fact]
    public void Stories_never_push_corrections_out()
    {
        var random = new Random(1);
        var view = View(random, 0) with
        {
            Corrections = [new(1, "What it said before", Item(random, 1, 0) with { Title = "What it says now" })],
        };
        using var chance = RandomNumberGenerator.Create();
        var letters = new LetterWriter(
            new() { From = "digest@news.example" },
            new("https://news.example", "News", new(new byte[32])),
            chance
        );

        var letter = letters.Edition(Claim, view, Now);

        Assert.Matches("and [0-9]+ more", letter.Text);
        Assert.Contains("What it says now", letter.Text, StringComparison.Ordinal);
        Assert.Contains("What it says now", letter.Html, StringComparison.Ordinal);
    }

    private static ClaimedDelivery Claim =>
        new(
            1,
            1,
            DeliveryKind.Edition,
            new()
            {
                Id = 7,
                Digest = "morning",
                Channel = SubscriptionChannel.Mail,
                Target = "reader@example.org",
                Status = SubscriptionStatus.Active,
                CreatedAt = Now,
            },
            1,
            0,
            false
        );

    private static DigestView View(Random random, int usual) =>
        DigestComposer.Compose(
            new DigestDefinition { Name = "morning", MaxStories = 500 },
            [.. Enumerable.Range(1, 500).Select(i => Item(random, i, usual))],
            [],
            Now
        ) with
        {
            Title = Text(random, 60, usual),
            Omitted = 0,
        };

    private static ItemSummary Item(Random random, int id, int usual) =>
        new()
        {
            Id = id,
            StoryId = id,
            FeedId = "feed",
            FeedName = Text(random, 30, usual),
            Title = Text(random, 500, usual),
            Excerpt = Text(random, 500, usual),
            Link = $"https://wire.example/{Uri.EscapeDataString(Text(random, 100, usual))}",
            NewsAt = Now.AddMinutes(-id),
            SeenAt = Now.AddMinutes(-id),
        };

    /// <summary>One alphabet for most of a mail's texts, so that the worst of each is met.</summary>
    private static string Text(Random random, int most, int usual)
    {
        var letters = Alphabets[random.Next(4) == 0 ? random.Next(Alphabets.Length) : usual % Alphabets.Length];
        var text = new StringBuilder();
        for (var length = 1 + random.Next(most); text.Length < length; )
            text.Append(letters);
        return text.ToString();
    }

    [GeneratedRegex("and ([0-9,]+) more</a>")]
    private static partial Regex AndMore();
}
