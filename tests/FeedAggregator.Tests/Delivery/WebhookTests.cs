using System.Security.Cryptography;
using System.Text;
using FeedAggregator.Delivery;
using FeedAggregator.Fetching;
using FeedAggregator.Mailing;
using FeedAggregator.Subscriptions;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Delivery;

public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly HandOver Ours = _ => Task.FromResult(true);
    private readonly LoopbackPublisher _receiver = new();
    private readonly HttpClient _client = WebhookClient.Guarded(
        new FetchOptions { AllowedPrivateNetworks = ["127.0.0.0/8"] },
        TimeProvider.System
    );

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _receiver.DisposeAsync();
    }

    /// <summary>The example of standardwebhooks.com's own reference libraries.</summary>
    [Fact]
    public void The_signature_is_the_standards()
    {
        var message = new WebhookMessage(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            new Uri("https://hooks.example/"),
            "{\"test\": 2432232314}",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        );

        var headers = message.Headers(DateTimeOffset.FromUnixTimeSeconds(1614265330));

        Assert.Contains(("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), headers);
    }

    [Fact]
    public async Task A_post_can_be_checked_with_the_secret_its_owner_was_told()
    {
        _receiver.Serve("/hook", new Answer(204, ""));
        var secret = new SignedLinks(new byte[32]).WebhookSecret(7);

        var attempt = await SendAsync("/hook", secret);

        Assert.IsType<Attempt.Accepted>(attempt);
        var request = Assert.Single(_receiver.Requests);
        var signed = Encoding.UTF8.GetBytes($"{request["webhook-id"]}.{request["webhook-timestamp"]}.{{}}");
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
        Assert.Equal($"v1,{expected}", request["webhook-signature"]);
    }

    [Theory]
    [InlineData(200, typeof(Attempt.Accepted))]
    [InlineData(302, typeof(Attempt.Refused))]
    [InlineData(404, typeof(Attempt.Refused))]
    [InlineData(410, typeof(Attempt.Refused))]
    [InlineData(429, typeof(Attempt.Deferred))]
    [InlineData(500, typeof(Attempt.Deferred))]
    public async Task What_may_pass_is_tried_again(int status, Type expected)
    {
        _receiver.Serve("/hook", new Answer(status, "", ("Location", "http://169.254.169.254/")));

        Assert.Equal(expected, (await SendAsync("/hook")).GetType());
    }

    [Fact]
    public async Task A_huge_answer_is_not_read()
    {
        _receiver.Serve("/hook", new Answer(200, new string('x', 10_000_000)));

        Assert.IsType<Attempt.Accepted>(await SendAsync("/hook"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_the_outcome_unknown()
    {
        _receiver.ServeRaw("/hook", "HTTP/1.1 20");

        Assert.IsType<Attempt.Unknown>(await SendAsync("/hook"));
    }

    [Fact]
    public async Task A_webhook_never_reaches_a_private_address()
    {
        _receiver.Serve("/hook", new Answer(200, ""));
        using var guarded = WebhookClient.Guarded(new FetchOptions(), TimeProvider.System);
        var courier = new WebhookCourier(guarded, TimeProvider.System);

        var attempt = await courier.SendAsync(Message("/hook"), Ours, default);

        Assert.Contains("loopback address", Assert.IsType<Attempt.Deferred>(attempt).Text, StringComparison.Ordinal);
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task What_another_node_has_by_now_is_not_posted()
    {
        var attempt = await new WebhookCourier(_client, TimeProvider.System).SendAsync(
            Message("/hook"),
            _ => Task.FromResult(false),
            default
        );

        Assert.IsType<Attempt.Overtaken>(attempt);
        Assert.Empty(_receiver.Requests);
    }

    private Task<Attempt> SendAsync(string path, string? secret = null) =>
        new WebhookCourier(_client, TimeProvider.System).SendAsync(Message(path, secret), Ours, default);

    private WebhookMessage Message(string path, string? secret = null) =>
        new("morning.1.7", _receiver.Url(path), "{}", secret ?? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}
