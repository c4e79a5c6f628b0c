using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Configuration;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Fetching;
using FeedAggregator.Mailing;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Storage;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedAggregator.Tests.Journeys;

/// <summary>The outbox, the mail client and a mail server that misbehaves, on a clock of the test's.</summary>
public sealed class SendDeliveriesTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(TestStore.Start);
    private readonly SignedLinks _links = new(new byte[32]);
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.OpenAsync(StoreEngine.Sqlite);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_greylisted_mail_is_sent_on_a_later_try_and_once()
    {
        await using var server = new MailServer((_, n) => n == 0 ? MailFault.Greylist : MailFault.None);
        await PublishAsync("reader@example.org");

        await Send(server).RunDueAsync(default);
        Assert.Equal("451 4.7.1 greylisted, come again", (await RecordAsync()).Text);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Send(server).RunDueAsync(default);

        Assert.Single(server.Received);
        Assert.Equal((DeliveryState.Sent, 2, 0), await StateAsync());
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_given_up_at_once_and_suppressed()
    {
        await using var server = new MailServer((_, _) => MailFault.NoSuchUser);
        await PublishAsync("reader@example.org");

        await Send(server).RunDueAsync(default);

        Assert.Equal((DeliveryState.GivenUp, 1, 0), await StateAsync());
        Assert.NotNull((await _store.Store.Subscriptions.SuppressionAsync("reader@example.org", default))?.Since);
    }

    [Theory]
    [InlineData(DoubtPolicy.SendAgain, 2, DeliveryState.Sent)]
    [InlineData(DoubtPolicy.GiveUp, 1, DeliveryState.GivenUp)]
    public async Task A_server_that_hangs_up_after_the_mail_is_met_as_the_policy_says(DoubtPolicy policy, int mails, DeliveryState state)
    {
        await using var server = new MailServer((_, n) => n == 0 ? MailFault.DropAfterDot : MailFault.None);
        await PublishAsync("reader@example.org");

        await Send(server, policy).RunDueAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Send(server, policy).RunDueAsync(default);

        Assert.Equal(mails, server.Received.Count);
        Assert.Single(server.Received.Select(x => x.Header("Message-ID")).Distinct());
        Assert.Equal(state, (await RecordAsync()).State);
    }

    [Fact]
    public async Task A_server_that_is_away_costs_no_attempt_and_nothing_is_lost()
    {
        var away = new MailServer();
        await away.DisposeAsync();
        await PublishAsync([.. Enumerable.Range(0, 60).Select(x => $"r{x}@example.org")]);

        await Send(away).RunDueAsync(default);
        var waiting = await _store.Store.Outbox.CountAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await using var back = new MailServer();
        await Send(back).RunDueAsync(default);

        Assert.Equal(60, waiting[DeliveryState.Waiting]);
        Assert.Equal(60, back.Received.Select(x => x.To).Distinct().Count());
        Assert.All(
            await _store.Store.Outbox.ListAsync(null, 100, default),
            x => Assert.Equal((DeliveryState.Sent, 1), (x.State, x.Attempts))
        );
    }

    [Fact]
    public async Task A_mail_server_that_is_away_holds_up_no_webhook()
    {
        await using var receiver = new LoopbackPublisher();
        receiver.Serve("/hook", new Answer(204, ""));
        var away = new MailServer();
        await away.DisposeAsync();
        await PublishAsync([.. Enumerable.Range(0, 60).Select(x => $"r{x}@example.org"), receiver.Url("/hook").ToString()]);

        await Send(away).RunDueAsync(default);

        Assert.Single(receiver.Requests);
        var outbox = await _store.Store.Outbox.CountAsync(default);
        Assert.Equal((1, 60), (outbox[DeliveryState.Sent], outbox[DeliveryState.Waiting]));
    }

    [Fact]
    public async Task Two_nodes_send_each_mail_once()
    {
        await using var server = new MailServer();
        await PublishAsync([.. Enumerable.Range(0, 120).Select(x => $"r{x}@example.org")]);

        await Task.WhenAll(Send(server).RunDueAsync(default), Send(server).RunDueAsync(default));

        Assert.Equal(120, server.Received.Count);
        Assert.Equal(120, server.Received.Select(x => x.To).Distinct().Count());
    }

    [Fact]
    public async Task Many_readers_at_one_domain_are_written_to_at_its_pace_and_all_of_them()
    {
        await using var server = new MailServer();
        await PublishAsync([.. Enumerable.Range(0, 30).Select(x => $"r{x}@example.org")]);
        var send = Send(server, perMinute: 60);
        var sentAfter = new List<int>();

        for (var seconds = 0; seconds <= 40; seconds += 2, _clock.Advance(TimeSpan.FromSeconds(2)))
        {
            await send.RunDueAsync(default);
            sentAfter.Add(server.Received.Count);
        }

        Assert.Equal(30, server.Received.Select(x => x.To).Distinct().Count());
        Assert.Equal(30, server.Received.Count);
        Assert.All(sentAfter.Select((sent, i) => (sent, i)), x => Assert.InRange(x.sent, 0, 7 + (2 * x.i)));
    }

    [Fact]
    public async Task A_clock_that_jumps_back_sends_nothing_twice()
    {
        await using var server = new MailServer();
        await PublishAsync("reader@example.org");
        await Send(server).RunDueAsync(default);

        var earlier = new ManualClock(TestStore.Start.AddDays(-1));
        await Send(server, clock: earlier).RunDueAsync(default);
        await Send(server).RunDueAsync(default);

        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_mail_stays_below_100_kB_and_says_how_many_stories_are_left()
    {
        await using var server = new MailServer();
        await PublishAsync(400, "reader@example.org");

        await Send(server).RunDueAsync(default);

        var mail = Assert.Single(server.Received);
        Assert.InRange(Encoding.Latin1.GetByteCount(mail.Data), 20_000, 100_000);
        Assert.Matches("and [0-9]+ more", mail.Data.Replace("=\r\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5.1.1", 1, true)]
    [InlineData("5.2.2", 4, false)]
    [InlineData("5.2.2", 5, true)]
    public async Task Bounces_that_quote_our_mail_suppress_the_mailbox(string status, int times, bool suppressed)
    {
        using var folder = new TempFolder();
        var reader = (await PublishAsync("reader@example.org"))[0];
        for (var i = 0; i < times; i++)
            folder.Write($"{i}.eml", Bounce(status, $"morning.{i + 1}.{_links.Token(LinkPurpose.Bounce, reader.Id)}@news.example"));

        Assert.Equal(times, await Bounces(folder).RunAsync(default));

        Assert.Equal(suppressed, (await _store.Store.Subscriptions.SuppressionAsync("reader@example.org", default))?.Since is not null);
        Assert.Equal(0, await Bounces(folder).RunAsync(default));
    }

    [Fact]
    public async Task A_bounce_that_anybody_could_have_written_suppresses_nobody()
    {
        using var folder = new TempFolder();
        var reader = (await PublishAsync("reader@example.org"))[0];
        folder.Write("1.eml", Bounce("5.1.1", $"morning.1.{reader.Id}-forged@news.example"));
        folder.Write("2.eml", "Subject: Out of office\n\nI am away.");

        Assert.Equal(0, await Bounces(folder).RunAsync(default));

        Assert.Null(await _store.Store.Subscriptions.SuppressionAsync("reader@example.org", default));
    }

    [Fact]
    public async Task A_bounce_that_cannot_be_read_holds_up_none_of_the_others()
    {
        using var folder = new TempFolder();
        var reader = (await PublishAsync("reader@example.org"))[0];
        File.CreateSymbolicLink(Path.Combine(folder.Path, "1.eml"), Path.Combine(folder.Path, "gone"));
        folder.Write("2.eml", Bounce("5.1.1", $"morning.1.{_links.Token(LinkPurpose.Bounce, reader.Id)}@news.example"));

        Assert.Equal(1, await Bounces(folder).RunAsync(default));

        Assert.NotNull((await _store.Store.Subscriptions.SuppressionAsync("reader@example.org", default))?.Since);
    }

    private ReadBounces Bounces(TempFolder folder) =>
        new(
            new MailOptions { BounceFolder = folder.Path },
            new NoteBounce(_store.Store.Subscriptions, _links, _clock, NullLogger<NoteBounce>.Instance),
            NullLogger<ReadBounces>.Instance
        );

    private static string Bounce(string status, string messageId) =>
        $"""
            From: MAILER-DAEMON@mx.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; reader@example.org
            Action: failed
            Status: {status}

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <{messageId}>
            --b--
            """;

    private SendDeliveries Send(
        MailServer server,
        DoubtPolicy policy = DoubtPolicy.SendAgain,
        TimeProvider? clock = null,
        int perMinute = 100_000
    )
    {
        clock ??= _clock;
        var options = Tests.Delivery.MailCourierTests.Options(server) with { WhenInDoubt = policy, MaxPerDomainAndMinute = perMinute };
        var letters = new LetterWriter(options, new SiteAddress("https://news.example", "News", _links), RandomNumberGenerator.Create());
        var compose = new ComposeDelivery(
            _store.Store.Editions,
            _store.Store.Subscriptions,
            new FeedsCatalogue("feeds.yaml", _store.Feeds, clock),
            letters,
            clock
        );
        // The server is real and so is its time; only what is decided goes by the test's clock.
        var couriers = new Couriers(
            new MailCourier(options, TimeProvider.System),
            new WebhookCourier(
                WebhookClient.Guarded(new FetchOptions { AllowedPrivateNetworks = ["127.0.0.0/8"] }, TimeProvider.System),
                TimeProvider.System
            )
        );
        return new SendDeliveries(_store.Store.Outbox, compose, couriers, clock, NullLogger<SendDeliveries>.Instance);
    }

    private Task<IReadOnlyList<Subscription>> PublishAsync(params string[] targets) => PublishAsync(2, targets);

    private async Task<IReadOnlyList<Subscription>> PublishAsync(int stories, params string[] targets)
    {
        var now = _clock.GetUtcNow();
        foreach (var target in targets)
        {
            var channel = target.Contains('@', StringComparison.Ordinal) ? SubscriptionChannel.Mail : SubscriptionChannel.Webhook;
            await _store.Store.Subscriptions.AddAsync("morning", channel, target, new SubscriptionWish(), now, default);
        }
        var since = await _store.Store.Editions.OpenAsync("morning", now.AddHours(-1), default);
        var shown = Enumerable.Range(1, stories).Select(x => new DigestStory { Id = x, Lead = Item(x, now) }).ToList();
        var view = new DigestView
        {
            Name = "morning",
            Title = "Morning",
            From = now.AddHours(-1),
            To = now,
            UpdatedAt = now,
            Groups = [new DigestGroup(null, shown)],
        };
        var plan = new EditionPlan
        {
            Digest = "morning",
            Since = since,
            DueAt = now,
            ChangedUpTo = now,
            From = view.From,
            FrozenAt = now,
            Title = "Morning",
            StoryIds = [.. shown.Select(x => x.Id)],
            Document = EditionDocument.Write(view),
        };
        await _store.Store.Editions.FreezeAsync(plan, default);
        return await _store.Store.Subscriptions.ListAsync("morning", default);
    }

    private static ItemSummary Item(int number, DateTimeOffset now) =>
        new()
        {
            Id = number,
            StoryId = number,
            FeedId = "wire",
            FeedName = "The Wire",
            Title = $"Story {number}",
            Link = $"https://wire.example/{number}",
            Excerpt = string.Concat(Enumerable.Repeat("Was geschah, und was es heißt für Köln. ", 8)),
            NewsAt = now,
            SeenAt = now,
        };

    private async Task<DeliveryRecord> RecordAsync() => Assert.Single(await _store.Store.Outbox.ListAsync(null, 10, default));

    private async Task<(DeliveryState, int, int)> StateAsync() =>
        await RecordAsync() is var record ? (record.State, record.Attempts, record.Doubts) : default;
}
