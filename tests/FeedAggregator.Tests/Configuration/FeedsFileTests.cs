using FeedAggregator.Configuration;
using FeedAggregator.Digests;

namespace FeedAggregator.Tests.Configuration;

public sealed class FeedsFileTests
{
    [Fact]
    public void A_feed_takes_what_it_does_not_say_from_the_defaults()
    {
        var file = FeedsFile.Parse(
            """
            defaults:
              interval: 30m
              tags: [world]
            feeds:
              - url: https://news.example/rss
              - url: https://other.example/rss
                interval: 1h30m
                tags: science
                enabled: false
            """,
            "feeds.yaml"
        );

        Assert.Empty(file.Problems);
        Assert.Equal([TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(90)], file.Feeds.Select(x => x.Interval));
        Assert.Equal(
            [
                ["world"],
                ["science"],
            ],
            file.Feeds.Select(x => x.Tags)
        );
        Assert.Equal([true, false], file.Feeds.Select(x => x.Enabled));
        Assert.Equal(["news-example-rss", "other-example-rss"], file.Feeds.Select(x => x.Id));
    }

    [Fact]
    public void A_tab_is_told_in_its_own_line_with_what_belongs_there()
    {
        var file = FeedsFile.Parse("version: 1\nfeeds:\n\t- url: https://a.example/\n", "feeds.yaml");

        Assert.Equal(
            "feeds.yaml:3: this line begins with a tab; YAML takes only spaces there, two for each step",
            Assert.Single(file.Problems).ToString()
        );
    }

    [Fact]
    public void A_key_that_is_given_twice_is_told_by_its_name()
    {
        var file = FeedsFile.Parse("feeds:\n  - url: https://a.example/\n    url: https://b.example/\n", "feeds.yaml");

        Assert.Equal("feeds.yaml:3: url is given twice; keep one of them", Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void A_list_where_one_value_belongs_is_told_as_such()
    {
        var file = FeedsFile.Parse("feeds: []\ndigests:\n  - name: x\n    schedule: {at: 7}\n", "feeds.yaml");

        Assert.Equal(
            "feeds.yaml:4: schedule: must be one value, not a list or mapping of several",
            Assert.Single(file.Problems).ToString()
        );
    }

    [Fact]
    public void All_errors_are_told_at_once_each_with_its_line()
    {
        var file = FeedsFile.Parse(
            """
            feeds:
              - url: htp://x
                intervall: 5m
              - name: no address
              - url: https://a.example/feed
                interval: 5
                tags: [World]
                weight: 0
            digests:
              - name: Morning News
                order: best
            extra: 1
            """,
            "feeds.yaml"
        );

        Assert.False(file.IsUsable);
        Assert.Equal([2, 3, 4, 6, 7, 8, 10, 11, 12], file.Problems.Select(x => x.Line));
        Assert.Contains(
            file.Problems,
            x => x.ToString() == "feeds.yaml:3: there is no setting \"intervall\" here; did you mean \"interval\"?"
        );
    }

    [Theory]
    [InlineData("feeds:\n  - url: \"https://x\n   name: [", 2)]
    [InlineData("feeds: [\n", 2)]
    [InlineData("a: 1\na: 2\n", 2)]
    [InlineData("", 0)]
    [InlineData("just words", 1)]
    [InlineData("feeds: 5", 1)]
    [InlineData("feeds:\n  - just words", 2)]
    [InlineData("version: 9\nfeeds: []", 1)]
    public void What_is_not_such_a_file_is_told_with_its_line(string yaml, int line)
    {
        var file = FeedsFile.Parse(yaml, "feeds.yaml");

        Assert.False(file.IsUsable);
        Assert.Equal(line, file.Problems[0].Line);
    }

    [Fact]
    public void The_second_entry_of_an_address_is_left_out_with_a_warning_that_names_the_first()
    {
        var entries = string.Concat(Enumerable.Repeat("  - url: https://a.example/feed\n", 10));

        var file = FeedsFile.Parse("feeds:\n" + entries, "feeds.yaml");

        Assert.True(file.IsUsable);
        Assert.Single(file.Feeds);
        Assert.Equal(9, file.Problems.Count);
        Assert.All(file.Problems, x => Assert.Contains("line 2", x.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Spellings_of_one_address_are_one_feed()
    {
        string[] spellings =
        [
            "https://news.example/rss",
            "HTTPS://News.Example/rss",
            "https://news.example:443/rss",
            "https://news.example/./rss",
        ];
        var yaml = "feeds:\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"  - url: {spellings[i % spellings.Length]}\n"));

        var file = FeedsFile.Parse(yaml, "feeds.yaml");

        Assert.True(file.IsUsable);
        Assert.Equal("https://news.example/rss", Assert.Single(file.Feeds).Url);
        Assert.Equal(Enumerable.Range(3, 9), file.Problems.Select(x => x.Line));
    }

    [Fact]
    public void Two_feeds_with_one_id_are_an_error()
    {
        var file = FeedsFile.Parse(
            "feeds:\n  - {url: 'https://a.example/', id: a}\n  - {url: 'https://b.example/', id: a}\n",
            "feeds.yaml"
        );

        Assert.Equal("the feed in line 2 has the id \"a\" too; give one of them another \"id:\"", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void A_password_does_not_belong_into_an_address_and_is_not_repeated()
    {
        var file = FeedsFile.Parse("feeds:\n  - url: https://me:secret@a.example/feed\n", "feeds.yaml");

        var problem = Assert.Single(file.Problems);
        Assert.Contains("headers", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_is_read_with_all_it_says()
    {
        var file = FeedsFile.Parse(
            """
            feeds:
              - {url: 'https://a.example/', id: a, tags: [world]}
            digests:
              - name: morning
                title: Good morning
                tags: [world]
                feeds: [a]
                order: newest
                group-by: tag
                max-stories: 7
                window: 2d
                schedule: 0 7 * * *
                time-zone: Asia/Jakarta
                language: id
            """,
            "feeds.yaml"
        );

        var digest = Assert.Single(file.Digests);
        Assert.Empty(file.Problems);
        Assert.Equal(
            ("Good morning", DigestOrder.Newest, DigestGrouping.Tag, 7, TimeSpan.FromDays(2)),
            (digest.Title, digest.Order, digest.GroupBy, digest.MaxStories, digest.Window)
        );
        Assert.Equal(new DigestSchedule("0 7 * * *", "Asia/Jakarta"), digest.Schedule);
    }

    [Fact]
    public void A_digest_of_an_unknown_feed_is_an_error_and_of_an_unused_tag_a_warning()
    {
        var file = FeedsFile.Parse(
            "feeds:\n  - {url: 'https://a.example/', id: abc}\ndigests:\n  - {name: d, feeds: [abd], tags: [x]}\n",
            "feeds.yaml"
        );

        Assert.Equal([true, false], file.Problems.OrderByDescending(x => x.Fatal).Select(x => x.Fatal));
        Assert.Contains(file.Problems, x => x.Message.EndsWith("did you mean \"abc\"?", StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_that_is_delivered_has_no_errors()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "config", "feeds.yaml");

        var file = FeedsFile.Parse(File.ReadAllText(path), path);

        Assert.Empty(file.Problems);
        Assert.NotEmpty(file.Feeds);
        Assert.NotEmpty(file.Digests);
    }
}
