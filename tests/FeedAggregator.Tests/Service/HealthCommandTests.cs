using FeedAggregator.Service.Commands;
using FeedAggregator.Tests.Support;

namespace FeedAggregator.Tests.Service;

public sealed class HealthCommandTests
{
    [Fact]
    public async Task A_service_that_is_ready_is_healthy()
    {
        await using var service = await RunningService.StartAsync("feeds: []");

        var code = await CommandLine.RunAsync(["health", "--urls", service.Client.BaseAddress!.AbsoluteUri]);

        Assert.Equal(ExitCodes.Ok, code);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(404)]
    public async Task A_service_that_is_not_ready_is_unhealthy(int status)
    {
        await using var service = new LoopbackPublisher();
        service.Serve("/readyz", new Answer(status, "not yet"));

        var code = await CommandLine.RunAsync(["health", "--urls", service.Url("").AbsoluteUri]);

        Assert.Equal(ExitCodes.Failed, code);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unhealthy()
    {
        var gone = new LoopbackPublisher();
        var address = gone.Url("").AbsoluteUri;
        await gone.DisposeAsync();

        var code = await CommandLine.RunAsync(["health", "--urls", address]);

        Assert.Equal(ExitCodes.Failed, code);
    }

    [Theory]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://+:81", "http://127.0.0.1:81/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://192.0.2.7:8080", "http://192.0.2.7:8080/")]
    public void An_address_that_stands_for_all_is_asked_on_loopback(string listening, string asked) =>
        Assert.Equal(asked, HealthCommand.Reachable(listening).AbsoluteUri);
}
