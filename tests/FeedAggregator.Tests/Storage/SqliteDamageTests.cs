using System.Text.Json;
using FeedAggregator.Storage;
using static FeedAggregator.Tests.Storage.TestStore;

namespace FeedAggregator.Tests.Storage;

/// <summary>Bits that rot and tails that are cut off: refused or survived, never served.</summary>
public sealed class SqliteDamageTests : IDisposable
{
    /// <summary>Bodies that do not pack well: what is mostly empty pages notices little.</summary>
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private readonly TestDatabase _database = new(StoreEngine.Sqlite);

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_flipped_bit_is_noticed_or_harmless_but_never_served(int seed)
    {
        var expected = await CreateAsync();
        var sound = await File.ReadAllBytesAsync(_database.Path);
        var chance = new Random(seed);
        var noticed = 0;

        for (var flip = 0; flip < 50; flip++)
        {
            var at = chance.Next(sound.Length);
            var damaged = (byte[])sound.Clone();
            damaged[at] ^= (byte)(1 << chance.Next(8));
            await WriteAsync(damaged);
            noticed += await LooksRightAsync(expected, $"bit flipped at {at}") ? 0 : 1;
        }

        Assert.InRange(noticed, 5, 50);
    }

    [Fact]
    public async Task A_cut_tail_is_noticed()
    {
        var expected = await CreateAsync();
        var sound = await File.ReadAllBytesAsync(_database.Path);

        for (var part = 1; part <= 20; part++)
        {
            await WriteAsync(sound[..(sound.Length * part / 21)]);
            Assert.False(await LooksRightAsync(expected, $"cut to {part}/21"));
        }
    }

    /// <returns>False when the damage was noticed. Fails when something else than was stored is served.</returns>
    private async Task<bool> LooksRightAsync(Answers expected, string how)
    {
        try
        {
            await using var store = await _database.OpenAsync();
            var answers = await Answers.AllAsync(store);
            foreach (var (question, answer) in answers.Given)
                Assert.True(answer == expected.Given[question], $"{how}: {question} gave {answer} instead of {expected.Given[question]}");
            return !answers.Refused;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private async Task WriteAsync(byte[] bytes)
    {
        foreach (var suffix in new[] { "-wal", "-shm" })
            File.Delete(_database.Path + suffix);
        await File.WriteAllBytesAsync(_database.Path, bytes);
    }

    private async Task<Answers> CreateAsync()
    {
        await using var store = await _database.OpenAsync();
        var chance = new Random(0);
        await store.Feeds.SyncAsync([Some.Feed("a", "tag"), Some.Feed("b")], Start, default);
        foreach (var claim in await store.Feeds.ClaimDueAsync(Start, Lease, 2, default))
        {
            var items = Enumerable
                .Range(0, 60)
                .Select(i =>
                    Some.Item(
                        $"{claim.Feed.Id} item {i} word{i}",
                        Start.AddMinutes(i),
                        $"<p>Body {i} {Convert.ToHexString(chance.GetItems(Bytes, i * 40))}</p>",
                        [1, 2, (byte)i]
                    )
                );
            await store.Polls.ApplyAsync(Some.Plan(claim, Start, [.. items]), default);
        }
        return await Answers.AllAsync(store);
    }

    /// <summary>Everything a store says of its content, each question by itself: one may be refused and the next answered.</summary>
    private sealed class Answers
    {
        public Dictionary<string, string> Given { get; } = [];
        public bool Refused { get; private set; }

        public static async Task<Answers> AllAsync(IStore store)
        {
            var answers = new Answers();
            await answers.AskAsync("all", async () => await store.Items.SelectAsync(new ItemQuery { Limit = 1000 }, default));
            await answers.AskAsync("tag", async () => await store.Items.SelectAsync(new ItemQuery { Tags = ["tag"] }, default));
            await answers.AskAsync(
                "recent",
                async () => await store.Items.SelectAsync(new ItemQuery { Since = Start.AddMinutes(50) }, default)
            );
            await answers.AskAsync("feeds", async () => await store.Feeds.ListAsync(default));
            await answers.AskAsync("polls", async () => await store.Feeds.RecentPollsAsync("a", 100, default));
            for (var id = 1; id <= 120; id++)
            {
                var item = id;
                await answers.AskAsync($"item {id}", async () => await store.Items.FindAsync(item, default));
            }
            return answers;
        }

        private async Task AskAsync(string question, Func<Task<object?>> ask)
        {
            try
            {
                Given[question] = JsonSerializer.Serialize(await ask());
            }
            catch (StoreException)
            {
                Refused = true;
            }
        }
    }
}
