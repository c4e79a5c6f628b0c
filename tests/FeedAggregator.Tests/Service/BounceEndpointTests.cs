using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FeedAggregator.Delivery;
using FeedAggregator.Mailing;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Delivery;
using FeedAggregator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedAggregator.Tests.Service;

/// <summary>Bounces and complaints that programs tell us of, through the running service.</summary>
public sealed class BounceEndpointTests : IAsyncLifetime
{
    private const string BounceSecret = "0123456789abcdef";
    private RunningService _service = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("FEEDAGGREGATOR_TEST_BOUNCES", BounceSecret);
        _service = await RunningService.StartAsync(
            "feeds:\n  - url: http://127.0.0.1:9/feed\n    enabled: false\n",
            "--Mail:Host=127.0.0.1",
            "--Mail:From=digest@news.example",
            "--Mail:BounceSecret=env:FEEDAGGREGATOR_TEST_BOUNCES"
        );
        var reader = await Store.AddAsync(
            "morning",
            SubscriptionChannel.Mail,
            "reader@example.org",
            new(),
            DateTimeOffset.UnixEpoch,
            default
        );
        _id = $"morning.1.{_service.Services.GetRequiredService<SignedLinks>().Token(LinkPurpose.Bounce, reader.Id)}@news.example";
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private ISubscriptionStore Store => _service.Services.GetRequiredService<ISubscriptionStore>();

    [Fact]
    public async Task A_complaint_that_quotes_our_mail_suppresses_its_reader()
    {
        var answer = await PostAsync("message/rfc822", ComplaintReportTests.Report("Feedback-Type: abuse", _id));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("the reader complained: abuse", (await SuppressionAsync())?.Reason);
    }

    [Fact]
    public async Task A_complaint_about_no_mail_of_ours_changes_nothing_and_is_not_sent_again()
    {
        var answer = await PostAsync(
            "message/rfc822",
            ComplaintReportTests.Report("Feedback-Type: abuse", "morning.1.1-forged@news.example")
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"noted\":false", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await SuppressionAsync());
    }

    [Theory]
    [InlineData("soft", 4, false)]
    [InlineData("soft", 5, true)]
    [InlineData("hard", 1, true)]
    [InlineData("complaint", 1, true)]
    public async Task Events_as_JSON_count_as_bounces_do(string type, int times, bool suppressed)
    {
        for (var i = 0; i < times; i++)
            await PostAsync(
                "application/json",
                Json(
                    $$"""{"event":"{{type}}","messageId":"<{{_id.Replace(".1.", $".{i}.", StringComparison.Ordinal)}}>","reason":"452 4.2.2 full"}"""
                )
            );

        Assert.Equal(suppressed, (await SuppressionAsync())?.Since is not null);
    }

    [Fact]
    public async Task A_bounce_that_is_told_twice_by_folder_and_program_counts_once()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_service.Folder, "bounces")).FullName;
        var options = new MailOptions { BounceFolder = folder };
        var read = new ReadBounces(options, _service.Services.GetRequiredService<NoteBounce>(), NullLogger<ReadBounces>.Instance);
        var report = DeliveryReportTests.Report(_id, "4.2.2");

        for (var i = 0; i < 3; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.eml"), report);
            await read.RunAsync(default);
            await PostAsync("message/rfc822", report);
            await PostAsync("application/json", Json($$"""{"event":"soft","messageId":"{{_id}}"}"""));
            await PostAsync("application/json", Json("""{"event":"soft","mailbox":"reader@example.org","id":"event 7"}"""));
        }

        Assert.Equal((2, null), ((await SuppressionAsync())!.SoftBounces, (await SuppressionAsync())!.Since));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder, "done")).Length);
    }

    [Fact]
    public async Task A_provider_that_replaces_our_Message_ID_names_the_mailbox()
    {
        await PostAsync(
            "application/json",
            Json("""{"event":"hard","messageId":"0100-theirs@mail.provider.example","mailbox":"Reader@example.org"}""")
        );
        var unknown = await PostAsync("application/json", Json("""{"event":"hard","mailbox":"stranger@example.org"}"""));

        Assert.NotNull((await SuppressionAsync())?.Since);
        Assert.Contains("\"noted\":false", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await Store.SuppressionAsync("stranger@example.org", default));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"event":"open","mailbox":"reader@example.org"}""")]
    [InlineData("""{"event":"hard"}""")]
    [InlineData("""{"event":"hard","mailbox":"reader@example.org","mailboxes":[]}""")]
    public async Task What_is_no_event_is_refused_with_the_reason(string json)
    {
        var answer = await PostAsync("application/json", Json(json));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("event", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await SuppressionAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdeF")]
    [InlineData("0123456789abcdef0")]
    public async Task Who_does_not_know_the_secret_changes_nothing(string? secret)
    {
        var answer = await PostAsync("application/json", Json("""{"event":"hard","mailbox":"reader@example.org"}"""), secret);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Null(await SuppressionAsync());
    }

    [Fact]
    public async Task More_than_a_mebibyte_is_not_taken()
    {
        var answer = await PostAsync("message/rfc822", new byte[(1 << 20) + 1]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_secret_in_the_settings_the_address_is_closed()
    {
        await using var closed = await RunningService.StartAsync("feeds:\n  - url: http://127.0.0.1:9/feed\n    enabled: false\n");

        var answer = await closed.Client.PostAsync(new Uri("/bounces", UriKind.Relative), new StringContent("{}"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<Suppression?> SuppressionAsync() => Store.SuppressionAsync("reader@example.org", default);

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<HttpResponseMessage> PostAsync(string type, byte[] body, string? secret = BounceSecret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bounces") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (secret is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {secret}");
        return await _service.Client.SendAsync(request);
    }
}
