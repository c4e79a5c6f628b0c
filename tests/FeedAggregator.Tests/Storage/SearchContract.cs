using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>What every engine promises of <see cref="ItemQuery.Text"/>.</summary>
public sealed class SearchContract
{
    private static readonly (string Title, string Html)[] Library =
    [
        ("Gempa bumi di Jawa Barat", "<p>Tidak ada korban.</p>"),
        ("Élection présidentielle à Paris", "<p>Le <b>pré</b>sident &eacute;lu</p>"),
        ("東京タワーの猫", "<p>今日は良い天気ですね。</p>"),
        ("ข่าวประเทศไทย", "<p>กรุงเทพมหานคร</p>"),
        ("Straße nach Łódź", "<p>H<sub>2</sub>O, C++ and 3D</p>"),
        ("İstanbul'da ŞEHİR haberleri", "<p data-x=\"a > b\">hidden? no</p>"),
        ("ΟΔΟΣ και Οδός", "<p>Москва ёлка</p>"),
        ("서울 날씨", "<p>대한민국</p>"),
        ("राष्ट्रीय समाचार", "<p>दिल्ली</p>"),
    ];

    private static readonly (string Query, int[] Found)[] Cases =
    [
        ("gempa", [0]),
        ("JAWA gempa", [0]),
        ("\"bumi di jawa\"", [0]),
        ("\"jawa bumi\"", []),
        ("gempa paris", []),
        ("election PRESIDENTIELLE", [1]),
        ("élu president", [1]),
        ("東京", [2]),
        ("京タ", [2]),
        ("猫", [2]),
        ("京", [2]),
        ("東京猫", []),
        ("\"東京タワー\" 天気", [2]),
        ("タワーの猫", [2]),
        ("ประเทศ", [3]),
        ("กรุงเทพ", [3]),
        ("strasse lodz", [4]),
        ("h2o", [4]),
        ("c++", [4]),
        ("istanbul sehir", [5]),
        ("a > b", []),
        ("data", []),
        ("hidden", [5]),
        ("οδος", [6]),
        ("москва ЁЛКА", [6]),
        ("서울", [7]),
        ("대한민국", [7]),
        ("राष्ट्रीय", [8]),
        ("korban \"", [0]),
        ("\"\" korban", [0]),
        ("gempa AND korban", []),
        ("gempa NOT korban", []),
        ("gempa*", [0]),
        ("NEAR(gempa, 2)", []),
        ("words:gempa", []),
        ("^gempa", [0]),
        ("'", []),
        ("\" OR 1=1 --", []),
        ("(((", []),
        ("-", []),
        ("\0\ud800", []),
    ];

    [Theory, ClassData(typeof(Engines))]
    public async Task Words_are_found_in_any_script_whatever_their_case_or_accents(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, [.. Library.Select((text, i) => Some.Item(text.Title, Start.AddMinutes(i), text.Html))]);

        foreach (var (query, expected) in Cases)
        {
            var found = await store.TitlesAsync(new ItemQuery { Text = query });
            Assert.True(
                found.Order().SequenceEqual(expected.Select(i => Library[i].Title).Order()),
                $"{query} → {string.Join(" | ", found)}"
            );
        }
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_empty_text_is_no_condition(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        await store.PollAsync("a", Start + Lease, Some.Item("One", Start));

        Assert.Single(await store.TitlesAsync(new ItemQuery { Text = "  " }));
        Assert.Empty(await store.TitlesAsync(new ItemQuery { Text = "one", Since = Start.AddSeconds(1) }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_has_no_body_is_found_by_its_excerpt(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        await store.ClaimedAsync("a");
        var item = Some.Item("Title", Start);
        await store.PollAsync("a", Start + Lease, item with { Content = item.Content with { Excerpt = "only here" } });

        Assert.Equal(["Title"], await store.TitlesAsync(new ItemQuery { Text = "here title" }));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Of_polls_stored_together_only_the_words_of_those_that_failed_are_not_found(StoreEngine engine)
    {
        await using var store = await OpenAsync(engine);
        var claims = await store.ClaimedAsync([.. Enumerable.Range(0, 5).Select(i => $"feed-{i}")]);

        await TogetherAsync(
            store,
            claims.Select(claim =>
                Some.Plan(
                    claim,
                    Start,
                    Some.Item($"Flood {claim.Feed.Id}", Start),
                    Some.Item($"Storm {claim.Feed.Id}", Start, fingerprint: claim.Feed.Id == "feed-3" ? Some.Poison : null)
                )
            )
        );

        Assert.Equal(
            ["Flood feed-0", "Flood feed-1", "Flood feed-2", "Flood feed-4"],
            (await store.TitlesAsync(new ItemQuery { Text = "flood" })).Order()
        );
        Assert.Empty(await store.Maintenance.CheckAsync(default));
    }

    [Fact]
    public async Task Polls_stored_together_are_one_segment_of_the_index()
    {
        await using var store = await OpenAsync(StoreEngine.Sqlite);
        var claims = await store.ClaimedAsync([.. Enumerable.Range(0, 20).Select(i => $"feed-{i}")]);

        await TogetherAsync(store, claims.Select(claim => Some.Plan(claim, Start, Some.Item($"Flood in {claim.Feed.Id}", Start))));
        await store.CloseAsync();

        // One more for what the writer took before all were there.
        Assert.InRange((long)store.Database.Sql("select count(distinct segid) from search_idx")!, 1, 2);
    }

    /// <summary>Stored in one transaction, but for what the writer took before all were there.</summary>
    private static async Task TogetherAsync(TestStore store, IEnumerable<PollPlan> plans)
    {
        store.Placer.Gate.Reset();
        var applied = plans.Select(plan => Record.ExceptionAsync(() => store.Polls.ApplyAsync(plan, default)).AsTask()).ToList();
        store.Placer.Gate.Set();
        await Task.WhenAll(applied);
    }
}
