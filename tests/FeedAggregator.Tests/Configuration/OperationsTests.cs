using System.Reflection;
using FeedAggregator.Delivery;
using FeedAggregator.Fetching;
using FeedAggregator.Service.Commands;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Configuration;

/// <summary>What operators read is complete.</summary>
public sealed class OperationsTests
{
    private static readonly string Manual = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "operations.md"));

    [Theory]
    [InlineData(typeof(StoreOptions), "Store")]
    [InlineData(typeof(FetchOptions), "Polling")]
    [InlineData(typeof(WebOptions), "Web")]
    [InlineData(typeof(MailOptions), "Mail")]
    [InlineData(typeof(TelemetryOptions), "Telemetry")]
    public void Every_setting_is_in_the_manual(Type options, string section)
    {
        var settings = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(x => x.CanWrite).Select(x => x.Name);

        var missing = settings.Where(x => !Manual.Contains($"`{section}:{x}`", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_exit_code_is_in_the_manual()
    {
        var codes = typeof(ExitCodes).GetFields().Select(x => (int)x.GetRawConstantValue()!);

        var missing = codes.Where(x => !Manual.Contains($"\n| {x} |", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_reason_a_poll_can_fail_for_is_in_the_manual()
    {
        var reasons = Enum.GetValues<FailureClass>().Select(x => x.Name());

        var missing = reasons.Where(x => !Manual.Contains($"`{x}`", StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}
