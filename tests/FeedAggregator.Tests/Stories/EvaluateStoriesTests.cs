using System.Net;
using System.Text;
using System.Text.Json;
using FeedAggregator.Service.Commands;

namespace FeedAggregator.Tests.Stories;

public class EvaluateStoriesTests
{
    [Fact]
    public void A_stream_of_lines_becomes_lines_of_stories()
    {
        var lines = Run(
            Line("a", "one", Texts.FerryTitle, $"<p>{Texts.Ferry}</p>"),
            Line("b", "two", Texts.BridgeTitle, Texts.Bridge),
            Line("c", "two", "Ice lets go", $"<div><b>{Texts.Ferry}</b></div>")
        );

        Assert.Equal([("a", "a"), ("b", "b"), ("c", "a")], lines);
    }

    [Fact]
    public void Markup_that_was_escaped_twice_makes_no_difference()
    {
        var escaped = WebUtility.HtmlEncode(WebUtility.HtmlEncode($"<p class=\"lead\">{Texts.Ferry}</p>"));

        var lines = Run(
            Line("a", "one", Texts.FerryTitle, $"<p class=\"lead\">{Texts.Ferry}</p>"),
            Line("b", "two", "Ice lets go", escaped)
        );

        Assert.Equal([("a", "a"), ("b", "a")], lines);
    }

    [Fact]
    public void Lines_with_little_in_them_are_items_too()
    {
        var lines = Run("{\"id\":\"a\"}", "", "{\"id\":\"b\",\"title\":null,\"published\":\"soon\",\"url\":\"::\"}");

        Assert.Equal([("a", "a"), ("b", "b")], lines);
    }

    [Fact]
    public void An_item_from_the_future_ends_no_story()
    {
        var lines = Run(
            Line("a", "one", Texts.FerryTitle, Texts.Ferry),
            Line("b", "two", Texts.BridgeTitle, Texts.Bridge).Replace("2026-", "2099-", StringComparison.Ordinal),
            Line("c", "two", "Ice lets go", Texts.Ferry),
            Line("d", "three", "Dibuka", Texts.Bridge)
        );

        Assert.Equal([("a", "a"), ("b", "b"), ("c", "a"), ("d", "b")], lines);
    }

    [Fact]
    public void Labels_are_not_looked_at()
    {
        var plain = Run(Line("a", "one", "x", Texts.Ferry), Line("b", "two", "y", Texts.Bridge));
        var labelled = Run(
            Line("a", "one", "x", Texts.Ferry).Replace("{", "{\"story\":\"s\",", StringComparison.Ordinal),
            Line("b", "two", "y", Texts.Bridge).Replace("{", "{\"story\":\"s\",", StringComparison.Ordinal)
        );

        Assert.Equal(plain, labelled);
    }

    [Fact]
    public void Asked_for_related_items_it_groups_by_event()
    {
        string[] stream =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i => Line("f" + i, "filler", $"gadget{i} tested", $"gadget{i} has button{i} and cable{i} for price{i}")),
            Line("a", "one", Texts.FerryTitle, Texts.Ferry),
            Line(
                "b",
                "two",
                "Icebreaker Nordkapp frees ferry off Halvik",
                "The ferry lay off Halvik until the icebreaker Nordkapp came. Captain Ingrid Solberg thanked her 212 passengers on Tuesday."
            ),
            Line("c", "two", Texts.BridgeTitle, Texts.Bridge),
        ];

        var stories = Run(stream)[^3..];
        var events = Run(related: true, stream)[^3..];

        Assert.Equal([("a", "a"), ("b", "b"), ("c", "c")], stories);
        Assert.Equal([("a", "a"), ("b", "a"), ("c", "c")], events);
    }

    private static string Line(string id, string feed, string title, string html) =>
        JsonSerializer.Serialize(
            new
            {
                id,
                feed,
                title,
                html,
                published = "2026-03-01T12:00:00Z",
            }
        );

    private static List<(string Id, string Story)> Run(params string[] lines) => Run(false, lines);

    private static List<(string Id, string Story)> Run(bool related, params string[] lines)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        using var output = new MemoryStream();
        Assert.Equal(0, EvaluateStories.Run(input, output, related));
        return
        [
            .. Encoding
                .UTF8.GetString(output.ToArray())
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(x => JsonDocument.Parse(x).RootElement)
                .Select(x => (x.GetProperty("id").GetString()!, x.GetProperty("story").GetString()!)),
        ];
    }
}
