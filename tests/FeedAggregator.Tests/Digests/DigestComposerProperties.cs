using FeedAggregator.Digests;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Digests;

/// <summary>What holds for any items and any definition: 300 random days each, from fixed seeds.</summary>
public sealed class DigestComposerProperties
{
    [Fact]
    public void A_digest_keeps_its_promises() =>
        EachDay(chance =>
        {
            var (definition, items, others) = (Definition(chance), Items(chance, 40, 0), Items(chance, 20, 100));

            var view = DigestComposer.Compose(definition, items, others, Some.Now);
            var verdicts = DigestComposer.Explain(definition, items, others, Some.Now);

            var stories = view.Stories.ToList();
            Assert.Equal(stories.Count, stories.Select(s => s.Id).Distinct().Count());
            Assert.True(stories.Count <= definition.MaxStories);
            Assert.All(stories.CountBy(s => s.Lead.FeedId), feed => Assert.True(feed.Value <= (definition.MaxPerFeed ?? int.MaxValue)));
            Assert.Equal(Enumerable.Range(1, stories.Count), stories.Select(s => s.Rank).Order());
            Assert.All(stories, s => Assert.True(s.Outlets >= definition.MinOutlets && s.Outlets == s.AlsoIn.Count + 1));
            Assert.All(stories, s => Assert.Contains(items, i => i.Id == s.Lead.Id));
            Assert.All(stories, s => Assert.All(s.AlsoIn, i => Assert.Equal(s.Id, i.StoryId)));
            Assert.All(view.Groups, g => Assert.NotEmpty(g.Stories));
            Assert.Equal(items.Select(i => i.StoryId).Distinct().Order(), verdicts.Select(v => v.Story.Id).Order());
            Assert.All(verdicts, v => Assert.NotEmpty(v.Why));
        });

    [Fact]
    public void The_order_items_come_in_changes_nothing() =>
        EachDay(chance =>
        {
            var (definition, items, others) = (Definition(chance), Items(chance, 40, 0), Items(chance, 20, 100));
            var (shuffled, shuffledOthers) = (items.ToArray(), others.ToArray());
            chance.Shuffle(shuffled);
            chance.Shuffle(shuffledOthers);

            var expected = DigestComposer.Compose(definition, items, others, Some.Now);
            var actual = DigestComposer.Compose(definition, shuffled, shuffledOthers, Some.Now);

            Assert.Equal(Shape(expected), Shape(actual));
        });

    [Fact]
    public void The_same_items_read_later_stand_in_the_same_order() =>
        EachDay(chance =>
        {
            var (definition, items) = (Definition(chance) with { MaxStories = 500 }, Items(chance, 40, 0));

            var now = DigestComposer.Compose(definition, items, [], Some.Now);
            var later = DigestComposer.Compose(definition, items, [], Some.Now + TimeSpan.FromMinutes(chance.Next(1, 3000)));

            Assert.Equal(Shape(now), Shape(later));
        });

    private static void EachDay(Action<Random> check)
    {
        for (var seed = 1; seed <= 300; seed++)
            try
            {
                check(new Random(seed));
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                Assert.Fail($"Seed {seed}: {failure.Message}");
            }
    }

    private static string Shape(DigestView view) =>
        string.Join(
            '\n',
            view.Groups.Select(g =>
                $"{g.Title}: {string.Join(' ', g.Stories.Select(s => $"{s.Id}/{s.Lead.Id}[{string.Join(',', s.AlsoIn.Select(i => i.Id))}]"))}"
            )
        );

    private static DigestDefinition Definition(Random chance) =>
        Some.Digest with
        {
            Order = (DigestOrder)chance.Next(2),
            GroupBy = (DigestGrouping)chance.Next(3),
            MaxStories = chance.Next(1, 30),
            MaxPerFeed = chance.Next(2) == 0 ? null : chance.Next(1, 5),
            MinOutlets = chance.Next(1, 4),
            ExcludeWords = chance.Next(3) == 0 ? ["7"] : [],
            Languages = chance.Next(3) == 0 ? ["en"] : [],
            HalfLife = TimeSpan.FromHours(chance.Next(1, 48)),
        };

    private static ItemSummary[] Items(Random chance, int most, int firstId) =>
        [
            .. Enumerable
                .Range(firstId + 1, chance.Next(most))
                .Select(id =>
                    Some.Item(id, chance.Next(1, 25), "feed" + chance.Next(8), chance.Next(0, 240) / 10.0) with
                    {
                        FeedWeight = chance.Next(1, 4) / 2.0,
                        FeedTags = [.. Enumerable.Range(0, chance.Next(3)).Select(_ => "tag" + chance.Next(4))],
                        Language = chance.Next(3) == 0 ? null : "en",
                        Excerpt = chance.Next(2) == 0 ? "" : new string('x', 100),
                    }
                ),
        ];
}
