using System.Net;
using System.Text.RegularExpressions;
using FeedAggregator.Configuration;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedAggregator.Tests.Service;

/// <summary>From the form to the mail and back, through the running service, a real mail server and a real publisher.</summary>
public sealed partial class SubscriptionJourneyTests : IAsyncLifetime
{
    private readonly LoopbackPublisher _publisher = new();
    private readonly MailServer _mail = new();
    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _publisher.Serve("/wire", Answer.Feed(RssText.Feed(RssText.Item("Old news", "0"))));
        _service = await RunningService.StartAsync(
            $"""
            feeds:
              - id: wire
                url: {_publisher.Url("/wire")}
                tags: [world]
            digests:
              - name: morning
                title: Morning “news”
                schedule: 0 7 * * *
              - name: pagi
                title: Kabar pagi
                language: id
                schedule: 0 7 * * *
              - name: live
            """,
            "--Mail:Host=127.0.0.1",
            $"--Mail:Port={_mail.Port}",
            "--Mail:From=digest@news.example",
            "--Web:PublicUrl=https://news.example"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _mail.DisposeAsync();
        await _publisher.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_subscribes_confirms_gets_an_edition_and_leaves()
    {
        var form = await _service.Client.GetStringAsync(new Uri("/subscribe?digest=morning", UriKind.Relative));
        Assert.Contains("<option value=\"morning\" selected>", form, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Accepted,
            await PostAsync("/subscribe", ("email", "Reader@Example.org"), ("digest", "morning"), ("exclude", "football"))
        );
        var letter = await MailAsync(x => x.Data.Contains("confirm", StringComparison.OrdinalIgnoreCase));
        var confirm = PathIn(letter, "/subscriptions/confirm");

        Assert.Contains("<button", await _service.Client.GetStringAsync(confirm), StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Pending, (await ReaderAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(confirm.ToString()));
        Assert.Equal(SubscriptionStatus.Active, (await ReaderAsync()).Status);

        await PublishAsync(RssText.Item("Floods in the north", "1"), RssText.Item("Football tonight", "2"));
        var mail = await MailAsync(x => x.Header("List-Id") is not null);
        Assert.Equal("<Reader@example.org>", mail.Header("To"));
        Assert.Equal("List-Unsubscribe=One-Click", mail.Header("List-Unsubscribe-Post"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Matches(@"^<morning\.1\.[0-9]+-[A-Za-z0-9_-]+@news\.example>$", mail.Header("Message-ID")!);
        Assert.Contains("Floods in the north", mail.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("Football", mail.Data, StringComparison.Ordinal);

        var leave = new Uri(mail.Header("List-Unsubscribe")!.Trim('<', '>')).PathAndQuery;
        Assert.Contains(
            "<form method=\"post\"",
            await _service.Client.GetStringAsync(new Uri(leave, UriKind.Relative)),
            StringComparison.Ordinal
        );
        Assert.Equal(SubscriptionStatus.Active, (await ReaderAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(leave, ("List-Unsubscribe", "One-Click")));
        Assert.Equal(SubscriptionStatus.Ended, (await ReaderAsync()).Status);
        Assert.Equal(0, (await PublishAsync(RssText.Item("Calm in the south", "3"))).Deliveries);
    }

    [Fact]
    public async Task A_digest_talks_to_its_readers_in_its_own_language()
    {
        var form = await _service.Client.GetStringAsync(new Uri("/subscribe?digest=pagi", UriKind.Relative));
        Assert.Contains("<html lang=\"id\">", form, StringComparison.Ordinal);
        Assert.Contains("Alamat surel", form, StringComparison.Ordinal);
        Assert.Contains("pukul 07.00", form, StringComparison.Ordinal);
        using var refused = await _service.Client.PostAsync(
            new Uri("/subscribe", UriKind.Relative),
            Form(("email", "reader"), ("digest", "pagi"))
        );
        Assert.Contains("Tulis alamat seperti", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await PostAsync("/subscribe", ("email", "reader@example.org"), ("digest", "pagi"));
        var letter = await MailAsync(x => x.Data.Contains("/subscriptions/confirm", StringComparison.Ordinal));
        Assert.Equal("Mohon konfirmasi: Kabar pagi", letter.Header("Subject"));
        Assert.Contains("Content-Language: id", letter.Data, StringComparison.Ordinal);
        var confirm = PathIn(letter, "/subscriptions/confirm");
        Assert.Contains("Konfirmasikan langganan Anda", await _service.Client.GetStringAsync(confirm), StringComparison.Ordinal);
        using var confirmed = await _service.Client.PostAsync(confirm, Form());
        var page = await confirmed.Content.ReadAsStringAsync();
        Assert.Contains("Anda sudah berlangganan", page, StringComparison.Ordinal);
        var manage = ManageLink().Match(page).Value;
        Assert.Contains(
            "Langganan Anda",
            await _service.Client.GetStringAsync(new Uri(manage, UriKind.Relative)),
            StringComparison.Ordinal
        );

        await PostAsync("/subscribe", ("email", "reader@example.org"), ("digest", "pagi"));
        var reminder = await MailAsync(x => x.Header("Subject") == "Langganan Anda: Kabar pagi");
        var leave = new Uri(reminder.Header("List-Unsubscribe")!.Trim('<', '>'));
        Assert.Contains(
            "Berhenti berlangganan",
            await _service.Client.GetStringAsync(new Uri(leave.PathAndQuery, UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    /// <summary>RFC 9110 §12.5.4.</summary>
    [Theory]
    [InlineData("id", "id")]
    [InlineData("su, id-ID;q=0.8, en;q=0.5", "id")]
    [InlineData("en-GB, id;q=0.9", "en")]
    [InlineData("id;q=0, de", "en")]
    [InlineData("not a list;;", "en")]
    public async Task A_page_without_a_digest_talks_as_the_browser_asks(string accepted, string shown)
    {
        foreach (var path in new[] { "/digest", "/digests", "/feeds", "/subscribe", "/unsubscribe?token=forged", "/nowhere" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
            request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*;q=0.8");

            using var answer = await _service.Client.SendAsync(request);

            Assert.Contains($"<html lang=\"{shown}\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("Accept-Language", answer.Headers.Vary);
        }
    }

    [Theory]
    [InlineData("/digests/evening", "There is no digest “evening”.")]
    [InlineData("/digests/morning/7", "The digest “morning” has no edition yet.")]
    [InlineData("/digest?since=never", "since:")]
    public async Task A_browser_gets_a_page_about_a_mistake_and_a_program_a_problem_document(string path, string expected)
    {
        using var page = await _service.GetAsync(path, "text/html");
        using var problem = await _service.GetAsync(path, "application/json");

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains(expected, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType!.MediaType);
        Assert.Equal(page.StatusCode, problem.StatusCode);
    }

    [Fact]
    public async Task A_reader_who_wants_some_tags_only_gets_their_stories()
    {
        var reader = await AddAsync("reader@example.org");
        var manage =
            $"/subscriptions/manage?token={_service.Services.GetRequiredService<SignedLinks>().Token(LinkPurpose.Manage, reader.Id)}";

        await PostAsync(manage, ("do", "save"), ("id", $"{reader.Id}"), ("tag", "world"), ("tag", "sport"));
        var page = await _service.Client.GetStringAsync(new Uri(manage, UriKind.Relative));

        Assert.Equal(["world", "sport"], (await StoreAsync().FindAsync(reader.Id, default))!.Wish.Tags);
        Assert.Contains("value=\"sport\" checked", page, StringComparison.Ordinal);
        await PublishAsync(RssText.Item("Floods in the north", "1"));
        var sent = await MailAsync(x => x.Header("List-Id") is not null);
        Assert.Contains("Floods in the north", sent.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_keeps_its_address_and_knows_its_neighbours()
    {
        await PublishAsync(RssText.Item("First news", "1"));
        await PublishAsync(RssText.Item("Second news", "2"));

        using var first = await _service.GetAsync("/digests/morning/1");
        using var second = await _service.GetAsync("/digests/morning/2");
        using var third = await _service.GetAsync("/digests/morning/3");
        var page = await first.Content.ReadAsStringAsync();

        Assert.Contains("First news", page, StringComparison.Ordinal);
        Assert.Contains("<link rel=\"next\" href=\"/digests/morning/2\">", page, StringComparison.Ordinal);
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("immutable", second.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, third.StatusCode);
        Assert.Equal(2, (await _service.JsonAsync("/digests/morning/2.json")).GetProperty("edition").GetInt32());
        Assert.Equal(2, (await _service.JsonAsync("/digests/morning/editions.json")).GetProperty("items").GetArrayLength());
        Assert.Contains(
            "/digests/morning/2",
            await _service.Client.GetStringAsync(new Uri("/digests/morning/editions.atom", UriKind.Relative)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "/digests/morning/2",
            await _service.Client.GetStringAsync(new Uri("/digests", UriKind.Relative)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "/digests/morning/1",
            await _service.Client.GetStringAsync(new Uri("/digests/morning", UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_preview_says_why_a_story_is_in_or_out()
    {
        await PublishAsync(RssText.Item("First news", "1"));

        var stories = (await _service.JsonAsync("/digests/morning/preview.json")).GetProperty("stories").EnumerateArray().ToList();

        Assert.Contains(stories, x => x.GetProperty("why").GetString() == "Out: an earlier edition has had the story.");
        using var page = await _service.GetAsync("/digests/morning/preview");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var missing = await _service.GetAsync("/digests/none/preview");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_about_a_mailbox()
    {
        var known = await AddAsync("known@example.org");

        var answers = new List<string>();
        foreach (var mailbox in new[] { "known@example.org", "unknown@example.org" })
        {
            using var answer = await _service.Client.PostAsync(
                new Uri("/subscribe", UriKind.Relative),
                Form(("email", mailbox), ("digest", "morning"))
            );
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(SubscriptionStatus.Active, (await StoreAsync().FindAsync(known.Id, default))!.Status);
    }

    [Theory]
    [InlineData("reader@example.org\r\nBcc: x@example.org", "morning", "", "UTC")]
    [InlineData("reader", "morning", "", "UTC")]
    [InlineData("reader@example.org", "live", "", "UTC")]
    [InlineData("reader@example.org", "morning", "25", "UTC")]
    [InlineData("reader@example.org", "morning", "seven", "UTC")]
    [InlineData("reader@example.org", "morning", "", "Mars/Olympus")]
    public async Task A_form_with_a_mistake_comes_back_and_nothing_is_stored(string mailbox, string digest, string hour, string zone)
    {
        var status = await PostAsync("/subscribe", ("email", mailbox), ("digest", digest), ("hour", hour), ("zone", zone));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Empty(await StoreAsync().ListAsync(null, default));
    }

    [Theory]
    [InlineData("/unsubscribe?token=1-forged")]
    [InlineData("/subscriptions/manage?token=1-forged")]
    [InlineData("/subscriptions/confirm?token=forged")]
    [InlineData("/unsubscribe")]
    public async Task A_forged_link_changes_nothing(string path)
    {
        var reader = await AddAsync("reader@example.org");

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(path, ("do", "erase")));

        Assert.Equal(SubscriptionStatus.Active, (await StoreAsync().FindAsync(reader.Id, default))!.Status);
    }

    [Fact]
    public async Task A_reader_manages_all_subscriptions_of_the_mailbox_and_nobody_elses()
    {
        var (reader, other) = (await AddAsync("reader@example.org"), await AddAsync("other@example.org"));
        var manage =
            $"/subscriptions/manage?token={_service.Services.GetRequiredService<SignedLinks>().Token(LinkPurpose.Manage, reader.Id)}";

        Assert.Equal(
            HttpStatusCode.OK,
            await PostAsync(
                manage,
                ("do", "save"),
                ("id", $"{reader.Id}"),
                ("hour", "7"),
                ("zone", "Asia/Jakarta"),
                ("include", "floods, quakes")
            )
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync(manage, ("do", "save"), ("id", $"{other.Id}"), ("hour", "7")));
        await PostAsync(manage, ("do", "leave"), ("id", $"{other.Id}"));
        var data = await _service.JsonAsync(manage.Replace("manage", "data", StringComparison.Ordinal));

        var wish = (await StoreAsync().FindAsync(reader.Id, default))!.Wish;
        Assert.Equal((7, "Asia/Jakarta", "floods quakes"), (wish.Hour, wish.TimeZone, string.Join(' ', wish.IncludeWords)));
        Assert.Equal(SubscriptionStatus.Active, (await StoreAsync().FindAsync(other.Id, default))!.Status);
        Assert.Equal("active", data.GetProperty("subscriptions")[0].GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, await PostAsync(manage, ("do", "erase")));
        Assert.Null(await StoreAsync().FindAsync(reader.Id, default));
    }

    private ISubscriptionStore StoreAsync() => _service.Services.GetRequiredService<ISubscriptionStore>();

    private Task<Subscription> AddAsync(string mailbox) =>
        StoreAsync().AddAsync("morning", SubscriptionChannel.Mail, mailbox, new SubscriptionWish(), DateTimeOffset.UnixEpoch, default);

    private async Task<Subscription> ReaderAsync() => Assert.Single(await StoreAsync().ListAsync("morning", default));

    private async Task<FreezeReceipt> PublishAsync(params string[] items)
    {
        await _service.UntilAsync("/api/v1/feeds", x => x[0].GetProperty("status").GetString() != "new");
        _publisher.Serve("/wire", Answer.Feed(RssText.Feed(items)));
        await _service.PollNowAsync("wire");
        var digest = _service.Services.GetRequiredService<FeedsCatalogue>().Digests[0];
        return await _service.Services.GetRequiredService<PublishDigest>().RunNowAsync(digest, default);
    }

    private async Task<HttpStatusCode> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var answer = await _service.Client.PostAsync(new Uri(path, UriKind.Relative), Form(fields));
        return answer.StatusCode;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(x => KeyValuePair.Create(x.Name, x.Value)));

    /// <summary>Waits for the mail; a test that waits in vain is ended by the runner.</summary>
    private async Task<ReceivedMail> MailAsync(Func<ReceivedMail, bool> wanted)
    {
        while (true)
        {
            if (_mail.Received.FirstOrDefault(wanted) is { } mail)
                return mail;
            await _service.Services.GetRequiredService<SendDeliveries>().RunDueAsync(default);
            await Task.Delay(20);
        }
    }

    private static Uri PathIn(ReceivedMail mail, string path)
    {
        var text = mail.Data.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        var link = Link().Matches(text).Select(x => new Uri(x.Value)).First(x => x.AbsolutePath == path);
        return new Uri(link.PathAndQuery, UriKind.Relative);
    }

    [GeneratedRegex(@"/subscriptions/manage\?token=[A-Za-z0-9_-]+")]
    private static partial Regex ManageLink();

    [GeneratedRegex(@"https://news\.example/\S+")]
    private static partial Regex Link();
}
