using System.IO.Compression;
using FeedAggregator.Fetching;

namespace FeedAggregator.Tests.Fetching;

public sealed class DecompressionTests
{
    private static readonly byte[] Text = Letters(60_000);

    /// <summary>A member without content as gzip itself writes it; the platform writes nothing at all.</summary>
    private static readonly byte[] EmptyStored = Convert.FromHexString("1f8b080000000000000303000000000000000000");

    public static TheoryData<string> Codings => ["gzip", "x-gzip", "deflate", "raw-deflate", "br"];

    [Theory]
    [MemberData(nameof(Codings))]
    public void Every_coding_gives_the_document_back(string coding)
    {
        var body = Pack(coding, Text);

        var result = Undo(coding, body);

        Assert.Equal(Text, result);
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void A_body_cut_off_anywhere_is_refused(string coding)
    {
        var body = Pack(coding, Text);
        int[] lengths = [1, 5, body.Length / 2, body.Length - 9, body.Length - 4, body.Length - 1];

        var failures = lengths.Select(length => Assert.Throws<RefusalException>(() => Undo(coding, body[..length])).Refusal.Class);

        Assert.All(failures, failure => Assert.Equal(FailureClass.Decompression, failure));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public void A_flipped_bit_is_refused(string coding)
    {
        var body = Pack(coding, Text);
        body[body.Length / 2] ^= 0x10;

        var error = Assert.Throws<RefusalException>(() => Undo(coding, body));

        Assert.Equal(FailureClass.Decompression, error.Refusal.Class);
    }

    [Fact]
    public void A_checksum_that_does_not_fit_is_refused()
    {
        var body = Pack("gzip", Text);
        body[^8] ^= 1;

        var error = Assert.Throws<RefusalException>(() => Undo("gzip", body));

        Assert.Contains("damaged", error.Refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_members_follow_one_another_and_what_follows_them_is_ignored()
    {
        byte[] body = [.. Pack("gzip", Text), .. Pack("gzip", Text), .. Pack("gzip", [1, 2, 3]), .. "\r\n"u8];

        var result = Undo("gzip", body);

        Assert.Equal([.. Text, .. Text, 1, 2, 3], result);
    }

    [Fact]
    public void A_gzip_member_without_content_does_not_hide_the_next_one()
    {
        byte[] body = [.. EmptyStored, .. EmptyStored, .. Pack("gzip", Text), .. EmptyStored, .. Pack("gzip", [1]), .. EmptyStored];

        var result = Undo("gzip", body);

        Assert.Equal([.. Text, 1], result);
    }

    [Fact]
    public void A_body_of_nothing_but_gzip_members_is_refused()
    {
        var body = Enumerable.Repeat(EmptyStored, 100_000).SelectMany(x => x).ToArray();

        var error = Assert.Throws<RefusalException>(() => Undo("gzip", body));

        Assert.Contains("pieces", error.Refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_optional_part_of_a_gzip_header_is_skipped()
    {
        var packed = Pack("gzip", Text);
        byte[] body =
        [
            .. packed[..3],
            4 | 8 | 16 | 2,
            .. packed[4..10],
            3,
            0,
            9,
            9,
            9,
            .. "name\0"u8,
            .. "comment\0"u8,
            7,
            7,
            .. packed[10..],
        ];

        var result = Undo("gzip", body);

        Assert.Equal(Text, result);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void What_was_not_compressed_is_no_document_of_that_coding(string coding)
    {
        var error = Assert.Throws<RefusalException>(() => Undo(coding, "<?xml version='1.0'?><rss><channel/></rss>"u8.ToArray()));

        Assert.Equal(FailureClass.Decompression, error.Refusal.Class);
    }

    [Fact]
    public void Codings_are_undone_from_the_outside_in()
    {
        var body = Pack("br", Pack("gzip", Text));

        var result = Undo("gzip, br", body);

        Assert.Equal(Text, result);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, gzip, gzip")]
    [InlineData("compress")]
    public void A_coding_nobody_asked_for_is_refused(string contentEncoding)
    {
        var error = Assert.Throws<RefusalException>(() => Undo(contentEncoding, Pack("gzip", Text)));

        Assert.Equal(FailureClass.Decompression, error.Refusal.Class);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("none, identity")]
    public void No_coding_leaves_the_body_alone(string? contentEncoding)
    {
        var result = Undo(contentEncoding, Text);

        Assert.Equal(Text, result);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void More_than_the_limit_is_refused_without_being_kept(string coding)
    {
        var body = Pack(coding, Text);

        var error = Assert.Throws<RefusalException>(() => Undo(coding, body, maxBytes: Text.Length - 1));

        Assert.Equal(FailureClass.TooLarge, error.Refusal.Class);
        Assert.Equal(Text, Undo(coding, body, maxBytes: Text.Length));
    }

    [Fact]
    public void A_trap_is_told_by_its_ratio_once_it_is_large()
    {
        var small = Pack("gzip", new byte[1024 * 1024]);
        var large = Pack("gzip", new byte[3 * 1024 * 1024]);

        var result = Undo("gzip", small);
        var error = Assert.Throws<RefusalException>(() => Undo("gzip", large));

        Assert.Equal(1024 * 1024, result.Length);
        Assert.Equal(FailureClass.Decompression, error.Refusal.Class);
    }

    [Fact]
    public void The_beginning_of_a_bomb_is_enough_to_refuse_it()
    {
        var bomb = Pack("gzip", new byte[20 * 1024 * 1024]);
        var beginning = bomb.AsMemory(0, bomb.Length / 2);
        var decompression = new Decompression(1024 * 1024, 1100, "news.example.org");

        var error = Assert.Throws<RefusalException>(() => decompression.Probe(beginning, ["gzip"]));

        Assert.Equal(FailureClass.TooLarge, error.Refusal.Class);
    }

    [Fact]
    public void The_beginning_of_an_honest_document_passes_although_it_has_no_end()
    {
        var decompression = new Decompression(1024 * 1024, 100, "news.example.org");

        decompression.Probe(Pack("gzip", Text).AsMemory(0, 5000), ["gzip"]);
    }

    [Fact]
    public void The_checksum_is_the_one_of_RFC_1952()
    {
        Assert.Equal(0xcbf43926u, GzipFormat.Crc32("123456789"u8));
    }

    [Fact]
    public void The_checksum_does_not_depend_on_where_the_pieces_of_eight_fall()
    {
        var bytes = Enumerable.Range(0, 100).Select(x => (byte)(x * 37)).ToArray();

        for (var length = 0; length <= bytes.Length; length++)
        {
            var expected = uint.MaxValue;
            foreach (var b in bytes.AsSpan(0, length))
            {
                expected ^= b;
                for (var bit = 0; bit < 8; bit++)
                    expected = (expected & 1) != 0 ? 0xedb88320u ^ (expected >> 1) : expected >> 1;
            }
            Assert.Equal(~expected, GzipFormat.Crc32(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_trailer_that_lies_about_the_length_makes_the_document_damaged_and_not_the_process()
    {
        var packed = Pack("gzip", Text);
        packed.AsSpan(packed.Length - 4).Fill(0xff);

        var error = Assert.Throws<RefusalException>(() => Undo("gzip", packed));

        Assert.Equal(FailureClass.Decompression, error.Refusal.Class);
    }

    private static byte[] Undo(string? contentEncoding, byte[] body, int maxBytes = 10 * 1024 * 1024)
    {
        var decompression = new Decompression(maxBytes, 100, "news.example.org");
        return decompression.Undo(body, decompression.Codings(contentEncoding?.Replace("raw-", "", StringComparison.Ordinal))).ToArray();
    }

    private static byte[] Letters(int count)
    {
        var chance = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)chance.Next('a', 'i'))];
    }

    private static byte[] Pack(string coding, byte[] content)
    {
        var packed = new MemoryStream();
        using (
            Stream packer = coding switch
            {
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "raw-deflate" => new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            }
        )
            packer.Write(content);
        return packed.ToArray();
    }
}
