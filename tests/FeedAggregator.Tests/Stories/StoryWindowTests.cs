using FeedAggregator.Stories;

namespace FeedAggregator.Tests.Stories;

public class StoryWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StoryWindow _window = new();

    public static TheoryData<string, string> Stories =>
        new()
        {
            { Texts.FerryTitle, Texts.Ferry },
            { Texts.BridgeTitle, Texts.Bridge },
            { Texts.LibraryTitle, Texts.Library },
        };

    [Theory]
    [MemberData(nameof(Stories))]
    public void The_first_to_tell_founds_the_story(string title, string text)
    {
        var match = Place(1, 1, title, text);

        Assert.Equal(1, match.StoryId);
        Assert.Equal(MatchLayer.New, match.Layer);
        Assert.Null(match.MatchedItemId);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_copy_under_another_headline_joins(string title, string text)
    {
        Place(1, 1, title, text);

        var match = Place(2, 2, "Morning briefing", text);

        Assert.Equal((1, MatchLayer.ContentHash, 1), (match.StoryId, match.Layer, match.MatchedItemId));
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_summary_cut_from_the_lead_joins(string title, string text)
    {
        Place(1, 1, title, text);

        var match = Place(2, 2, title, text[..(text.Length / 3)] + "…");

        Assert.Equal((1, MatchLayer.NearDuplicate), (match.StoryId, match.Layer));
        Assert.Contains("model", match.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_full_text_joins_the_summary_that_came_first(string title, string text)
    {
        Place(1, 1, title, text[..(text.Length / 3)] + " [...]");

        var match = Place(2, 2, title, text);

        Assert.Equal(1, match.StoryId);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_title_alone_joins_its_article(string title, string text)
    {
        PlaceOthers(100);
        Place(1, 1, title, text);

        var match = Place(2, 2, title, "");

        Assert.Equal(1, match.StoryId);
    }

    [Fact]
    public void A_copy_in_the_wrong_encoding_joins()
    {
        Place(1, 1, Texts.LibraryTitle, Texts.Library);
        var garbled = System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(Texts.Library));

        var match = Place(2, 2, "Library", garbled);

        Assert.Equal(1, match.StoryId);
    }

    [Fact]
    public void Items_with_one_address_are_one_story_whatever_parameters_count_its_readers()
    {
        Place(1, 1, Texts.FerryTitle, "", "https://news.example/ferry");

        var match = Place(2, 2, "Ice lets go", "", "http://www.news.example/ferry?utm_source=rss");

        Assert.Equal((1, MatchLayer.CanonicalUrl), (match.StoryId, match.Layer));
    }

    [Fact]
    public void A_feed_that_links_all_its_items_to_one_page_still_tells_many_stories()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry, "https://news.example/today");

        var match = Place(2, 1, Texts.BridgeTitle, Texts.Bridge, "https://news.example/today");

        Assert.Equal(MatchLayer.New, match.Layer);
    }

    [Fact]
    public void Reports_of_one_template_about_different_places_stay_apart()
    {
        string[] places = ["Tarvik", "Moreno", "Kalgan", "Ostrel", "Palu", "Vega", "Lindos", "Sarho"];
        var stories = new HashSet<long>();

        for (var i = 0; i < places.Length; i++)
        {
            var (title, text) = Texts.Quake(places[i], $"{3 + (i % 3)}.{i}", 10 + (7 * i), 20 + (13 * i), $"{i + 8}:1{i}");
            stories.Add(Place(i + 1, 1, title, text).StoryId);
        }

        Assert.Equal(places.Length, stories.Count);
    }

    public static TheoryData<string, string> Templates =>
        new()
        {
            {
                "Erdbeben der Stärke {0} bei {4}",
                "Ein Erdbeben der Stärke {0} hat am Sonntag um {1}.{2} Uhr die Region um {4} erschüttert, wie der Erdbebendienst mitteilte. Das Zentrum lag in "
                    + "einer Tiefe von {3} Kilometern. Berichte über Verletzte oder Schäden an Gebäuden lagen zunächst nicht vor, die Behörden beobachten die Lage."
            },
            {
                "{4}で地震 マグニチュード{0}",
                "{1}時{2}分ごろ、{4}を震源とする地震がありました。震源の深さは約{3}キロ、地震の規模を示すマグニチュードは{0}と推定されます。この地震による津波の心配はありません。気象台は今後の情報に注意するよう呼びかけています。"
            },
            {
                "هزة أرضية بقوة {0} درجات تضرب {4}",
                "أعلن معهد الزلازل عن تسجيل هزة أرضية بلغت قوتها {0} درجات يوم الأحد على الساعة {1} و{2} دقيقة بإقليم {4}، وحدد مركزها على عمق {3} كيلومترا. ولم تسجل أي خسائر مادية أو بشرية، "
                    + "ودعا المعهد السكان إلى الهدوء واتباع التعليمات."
            },
            {
                "แผ่นดินไหวขนาด {0} ที่{4}",
                "ศูนย์เตือนภัยรายงานว่า เมื่อเวลา {1}.{2} น. เกิดแผ่นดินไหวขนาด {0} มีศูนย์กลางอยู่ที่{4} ลึกจากผิวดิน {3} กิโลเมตร เบื้องต้นยังไม่มีรายงานความเสียหาย ประชาชนในพื้นที่รับรู้แรงสั่นสะเทือนได้ ขอให้ติดตามข้อมูลอย่างใกล้ชิด"
            },
        };

    [Theory]
    [MemberData(nameof(Templates))]
    public void The_next_report_of_one_feeds_template_is_another_story_even_in_an_empty_window(string title, string text)
    {
        object[] first = ["3.5", 4, 36, 17, "Tarvik"];
        object[] second = ["4.8", 11, 21, 62, "Moreno"];
        Place(1, 1, Fill(title, first), Fill(text, first));
        Place(2, 2, Fill(title, first), Fill(text, first) + " (Northwire)");

        var next = Place(3, 1, Fill(title, second), Fill(text, second));
        var copy = Place(4, 2, Fill(title, second), Fill(text, second) + " (Northwire)");

        Assert.Equal((3, 3), (next.StoryId, copy.StoryId));

        static string Fill(string template, object[] values) =>
            string.Format(System.Globalization.CultureInfo.InvariantCulture, template, values);
    }

    [Fact]
    public void Two_outlets_with_the_same_report_of_a_template_are_one_story()
    {
        PlaceOthers(20);
        var (_, other) = Texts.Quake("Tarvik", "4.1", 10, 20, "08:10");
        Place(1, 1, "Quake near Tarvik", other);
        var (title, text) = Texts.Quake("Moreno", "5.6", 31, 74, "09:43");
        Place(2, 1, title, text);

        var match = Place(3, 2, "5.6 quake shakes Moreno", text[..^60]);

        Assert.Equal(2, match.StoryId);
    }

    [Fact]
    public void A_follow_up_that_repeats_the_background_is_another_story()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);
        var background = Texts.Ferry[Texts.Ferry.IndexOf("Two fishing", StringComparison.Ordinal)..];

        var match = Place(
            2,
            2,
            "Shipping line's director resigns",
            "The director of the Halvik line, Peder Aune, resigned on Thursday after the board heard that he had waved off a written warning. "
                + "His deputy Marit Dahl takes over for the rest of the year, the company told its staff in a letter. Unions had asked for the step. "
                + background
        );

        Assert.Equal(2, match.StoryId);
    }

    [Fact]
    public void After_72_hours_a_story_is_over()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);

        var inTime = Place(2, 2, Texts.FerryTitle, Texts.Ferry, at: Noon + StoryWindow.Length);
        var late = Place(3, 3, Texts.FerryTitle, Texts.Ferry, at: Noon + (2 * StoryWindow.Length) + TimeSpan.FromSeconds(1));

        Assert.Equal(1, inTime.StoryId);
        Assert.Equal(3, late.StoryId);
    }

    [Fact]
    public void A_clock_that_jumped_ahead_and_back_leaves_no_ghost()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry, at: Noon.AddYears(70));

        var match = Place(2, 2, Texts.FerryTitle, Texts.Ferry);

        Assert.Equal(2, match.StoryId);
        Assert.Equal(1, _window.Count);
    }

    [Fact]
    public void A_forgotten_item_leaves_no_trace()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry, "https://news.example/ferry");

        _window.Forget(1);

        Assert.Equal(0, _window.Count);
        Assert.Equal(2, Place(2, 2, Texts.FerryTitle, Texts.Ferry, "https://news.example/ferry").StoryId);
    }

    [Fact]
    public void An_item_moved_by_an_admin_takes_its_copies_along()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);
        Place(2, 1, Texts.BridgeTitle, Texts.Bridge);

        _window.Admit(1, 2, 1, StoryFingerprint.Of(Texts.FerryTitle, Texts.Ferry), Noon);

        Assert.Equal(2, Place(3, 2, Texts.FerryTitle, Texts.Ferry).StoryId);
    }

    [Fact]
    public void Where_an_admin_made_one_story_of_unlike_items_copies_of_each_join_it()
    {
        for (var i = 1; i <= 4; i++)
        {
            Place(i, i, Texts.BridgeTitle, Texts.Bridge);
        }
        Place(9, 9, Texts.FerryTitle, Texts.Ferry);

        _window.Renew(9, 1, StoryFingerprint.Of(Texts.FerryTitle, Texts.Ferry), merged: true);
        var match = Place(10, 10, "Ice lets go", Texts.Ferry[..400]);

        Assert.Equal((1, MatchLayer.NearDuplicate), (match.StoryId, match.Layer));
    }

    [Fact]
    public void An_edited_item_is_found_by_its_new_words_only()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);

        _window.Renew(1, 1, StoryFingerprint.Of(Texts.BridgeTitle, Texts.Bridge));

        Assert.Equal(2, Place(2, 2, "Ice lets go", Texts.Ferry).StoryId);
        Assert.Equal(1, Place(3, 3, "Dibuka", Texts.Bridge).StoryId);
    }

    [Fact]
    public void What_has_left_the_window_is_not_brought_back_by_an_edit()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);
        Place(2, 1, Texts.BridgeTitle, Texts.Bridge, at: Noon.AddHours(80));

        _window.Renew(1, 1, StoryFingerprint.Of(Texts.FerryTitle, Texts.Ferry));

        Assert.Equal(1, _window.Count);
    }

    [Fact]
    public void A_barred_item_does_not_come_back_into_the_story()
    {
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);
        _window.Bar(2, 1);

        var match = Place(2, 2, Texts.FerryTitle, Texts.Ferry);

        Assert.Equal(2, match.StoryId);
    }

    [Fact]
    public void A_description_that_a_feed_puts_under_every_item_joins_nothing()
    {
        const string Standing =
            "Every week we talk to people who make things by hand. Subscribe, leave a comment, and tell your friends about us.";
        Place(1, 1, "Episode 41: the last cooper of Lindos", Standing);
        Place(2, 1, "Episode 42: glass and patience", Standing);

        var match = Place(3, 1, "Episode 43: a piano from driftwood", Standing);

        Assert.Equal(3, match.StoryId);
    }

    [Fact]
    public void Empty_items_join_nothing()
    {
        Place(1, 1, "", "");

        Assert.Equal(2, Place(2, 2, "", "").StoryId);
        Assert.Equal(3, Place(3, 3, "...", "   ").StoryId);
    }

    [Fact]
    public void One_character_repeated_joins_nothing_it_does_not_equal()
    {
        Place(1, 1, "zzz", new string('z', 1_000_000));
        Place(2, 2, "界界界", new string('界', 1_000_000));

        var match = Place(3, 3, "yyy", new string('y', 1_000_000));

        Assert.Equal(3, match.StoryId);
    }

    [Fact]
    public void Ten_thousand_reports_of_one_template_cost_bounded_work_and_stay_apart()
    {
        var random = new Random(5);
        var stories = new HashSet<long>();
        for (var i = 1; i <= 10_000; i++)
        {
            var place = "Town" + (char)('a' + (i % 26)) + (char)('a' + (i / 26 % 26)) + (char)('a' + (i / 676 % 26));
            var (title, text) = Texts.Quake(
                place,
                $"{random.Next(2, 8)}.{random.Next(10)}",
                random.Next(5, 300),
                random.Next(5, 200),
                $"{i / 60 % 24}:{i % 60:00}"
            );
            stories.Add(Place(i, i % 3, title, text, at: Noon.AddMilliseconds(i * 360)).StoryId);
        }

        Assert.True(_window.Touches <= 10_000L * CandidateSearch.MaxTouches, $"{_window.Touches} items touched");
        Assert.InRange(stories.Count, 9_900, 10_000);
    }

    [Fact]
    public void A_chain_of_items_each_like_the_last_does_not_become_one_story()
    {
        var random = new Random(11);
        var sentences = Enumerable
            .Range(0, 40)
            .Select(i => string.Join(' ', Enumerable.Range(0, 14).Select(_ => "w" + random.Next(100_000))) + ".")
            .ToList();

        var stories = Enumerable
            .Range(0, 31)
            .Select(i => (Part: i, Story: Place(i + 1, i, $"part {i}", string.Join(' ', sentences.Skip(i).Take(10))).StoryId))
            .GroupBy(x => x.Story, x => x.Part)
            .ToList();

        Assert.All(stories, x => Assert.True(x.Max() - x.Min() < 15, $"one story from part {x.Min()} to part {x.Max()}"));
    }

    [Fact]
    public void Different_articles_on_one_event_are_related_but_not_one_story()
    {
        PlaceOthers(60);
        Place(1, 1, Texts.FerryTitle, Texts.Ferry);

        var match = Place(
            2,
            2,
            "Icebreaker Nordkapp rescues ferry off Halvik",
            "Travellers hugged on the quay of Halvik on Tuesday. For two days the ferry had lain fast in the ice, and only the icebreaker Nordkapp brought "
                + "an end to it. Ingrid Solberg, who commands the ship, praised her 212 guests for their patience: nobody complained about the oatmeal."
        );

        Assert.Equal(2, match.StoryId);
        Assert.Contains(_window.Related(2), x => x.StoryId == 1);
    }

    [Fact]
    public void Nothing_is_related_to_an_item_that_is_not_there()
    {
        Assert.Empty(_window.Related(99));
    }

    private StoryMatch Place(long id, long feed, string title, string text, string? link = null, DateTimeOffset? at = null) =>
        _window.Place(id, feed, StoryFingerprint.Of(title, text, link), at ?? Noon);

    /// <summary>Fills the window with unlike items, so that words have a rarity.</summary>
    private void PlaceOthers(int count)
    {
        var random = new Random(3);
        for (var i = 0; i < count; i++)
        {
            var words = string.Join(' ', Enumerable.Range(0, 60).Select(_ => "word" + random.Next(5_000)));
            Place(10_000 + i, 50, words[..40], words);
        }
    }
}
