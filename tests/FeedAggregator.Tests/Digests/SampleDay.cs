using FeedAggregator.Digests;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Digests;

/// <summary>A made-up day with everything a digest has to show: a story of many outlets, other languages, hostile text, missing parts.</summary>
internal static class SampleDay
{
    public static readonly DigestDefinition Definition = new()
    {
        Name = "morning",
        Title = "Morning in the archipelago",
        Description = "What the islands and their neighbours woke up to.",
        Tags = ["indonesia", "science"],
        GroupBy = DigestGrouping.Tag,
        MaxStories = 8,
    };

    public static DigestView English => DigestComposer.Compose(Definition, Items, Others, Some.Now);

    public static DigestView Indonesian =>
        DigestComposer.Compose(Definition with { Language = "id", Title = "Pagi di Nusantara" }, Items, Others, Some.Now);

    public static DigestView Empty => DigestComposer.Compose(Definition, [], [], Some.Now);

    public static IReadOnlyList<ItemSummary> Items { get; } =
    [
        Item(1, 1, "Kabar Pagi", "indonesia", 2.5) with
        {
            Title = "Ferry between Java and Sumatra sails again after four days of high waves",
            Excerpt =
                "The first boats left Merak at dawn with more than two thousand lorries waiting. The harbour master expects the queue to be gone by Tuesday, weather permitting, and asks drivers to come at the hour on their ticket.",
            FeedWeight = 1.5,
            Author = "Sri Wahyuni",
            ImageUrl = "https://kabar-pagi.example/img/ferry.jpg",
        },
        Item(2, 1, "Island Courier", "indonesia", 2) with
        {
            Title = "Merak ferries resume",
        },
        Item(3, 1, "The Strait", "world", 1.4) with
        {
            Title = "Boats are back on the Sunda Strait",
        },
        Item(4, 4, "Suara Timur", "indonesia", 5) with
        {
            Title = "Petani kopi Flores panen lebih awal tahun ini",
            Excerpt = "Hujan yang datang tiga minggu lebih cepat membuat ceri kopi matang sebelum gudang siap menampungnya.",
            Language = "id",
        },
        Item(5, 5, "Asahi no Kumo", "science", 3) with
        {
            Title = "深海の熱水噴出孔で新種のエビを発見",
            Excerpt = "研究チームは水深二千メートルの海底で、光を感じる器官を背中に持つエビを確認した。",
            Language = "ja",
        },
        Item(6, 6, "Sawt al-Bahr", "science", 7) with
        {
            Title = "باحثون يرصدون سلحفاة نادرة قبالة الساحل",
            Excerpt = "شوهدت السلحفاة مع صغارها لأول مرة منذ ثلاثين عاما.",
            Language = "ar",
        },
        Item(7, 7, "Lab Notes", "science", 1) with
        {
            Title = "Why 5 < 7 & other \"proofs\" <script>alert('x')</script>",
            Excerpt = "A *short* [tour](http://x) of `arguments` that look right\u0000 and are not.\u0007",
            Link = "javascript:alert(1)",
        },
        Item(8, 8, "Island Courier", "indonesia", 9) with
        {
            Title = "",
            Excerpt =
                "A note without a title: the library on Jalan Anggrek opens on Sundays from now on, and lends tools, seeds and sewing machines as well as books, to anyone who lives on the street.",
        },
        Item(9, 9, "The Strait", "world", 11) with
        {
            Title = "Port talks go into a third round",
        },
        Item(10, 10, "The Strait", "world", 20) with
        {
            Title = "A very late dinner for the crew of the Dewi Laut",
        },
        Item(11, 11, "Lab Notes", "science", 21) with
        {
            Title = "Correction to last week's tide table",
            Link = null,
        },
    ];

    public static IReadOnlyList<ItemSummary> Others { get; } =
    [
        Item(12, 1, "Harbour Radio", "audio", 1) with
        {
            Title = "Listen: the queue at Merak",
        },
        Item(13, 4, "Bean & Leaf", "food", 4) with
        {
            Title = "Flores coffee comes early",
        },
    ];

    private static ItemSummary Item(long id, long story, string outlet, string tag, double hoursAgo)
    {
        var slug = outlet.ToLowerInvariant().Replace(' ', '-').Replace("&", "and", StringComparison.Ordinal);
        return Some.Item(id, story, slug, hoursAgo) with { FeedName = outlet, FeedTags = [tag] };
    }
}
