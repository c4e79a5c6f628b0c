using System.Globalization;

namespace FeedAggregator.Service;

/// <summary>A number with its noun, as people say it.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 item</c> or <c>2 items</c>.</summary>
    /// <param name="many">Where an s at the end is not enough.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>Such as <c>1 delivery</c> or <c>0 deliveries</c>.</summary>
    public static string Deliveries(long count) => Of(count, "delivery", "deliveries");

    /// <summary>Such as <c>1 story</c> or <c>0 stories</c>.</summary>
    public static string Stories(long count) => Of(count, "story", "stories");
}
