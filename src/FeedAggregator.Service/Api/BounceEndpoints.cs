using System.Text.Json;
using FeedAggregator.Delivery;
using FeedAggregator.Mailing;
using Microsoft.AspNetCore.Http.Features;

namespace FeedAggregator.Service.Api;

/// <summary>Where mail servers and mail providers tell of bounces and complaints, each as it comes. Only with <c>Mail:BounceSecret</c>.</summary>
internal static class BounceEndpoints
{
    private const int MaxBytes = 1 << 20;
    private const string Scheme = "Bearer ";
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static void Map(WebApplication app) =>
        app.MapPost("/bounces", TakeAsync)
            .WithTags("bounces")
            .WithSummary(
                "A delivery status notification or complaint as a mail (message/rfc822), or as JSON: event, messageId, mailbox, reason, id."
            );

    private static async Task<IResult> TakeAsync(HttpContext context, MailOptions options, NoteBounce note, CancellationToken ct)
    {
        if (options.BounceSecret is null)
        {
            return Results.Problem("Bounces are taken here when Mail:BounceSecret is set.", statusCode: 404, title: "Not open");
        }
        if (!IsAuthorized(context, options))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.Problem("Send the header Authorization: Bearer and the secret.", statusCode: 401, title: "Not authorized");
        }
        if (await ReadAsync(context, ct) is not { } body)
        {
            return Results.Problem($"At most {MaxBytes} bytes are taken.", statusCode: 413, title: "Too large");
        }
        return context.Request.HasJsonContentType() ? await EventAsync(body, note, ct) : Results.Ok(await note.MailAsync(body, ct));
    }

    private static async Task<IResult> EventAsync(byte[] body, NoteBounce note, CancellationToken ct)
    {
        var (told, problem) = Read(body);
        return told is null
            ? Results.Problem(problem, statusCode: 400, title: "Not an event")
            : Results.Ok(await note.EventAsync(told, ct));
    }

    private static (BounceEvent? Event, string? Problem) Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<EventBody>(body, Strict) is { } x
                ? BounceEvent.Of(x.Event, x.MessageId, x.Mailbox, x.Reason, x.Id)
                : (null, "There is no event.");
        }
        catch (JsonException bad)
        {
            return (null, $"An event is a JSON object of event, messageId, mailbox, reason and id: {bad.Message}");
        }
    }

    private static bool IsAuthorized(HttpContext context, MailOptions options)
    {
        var given = context.Request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && options.IsBounceSecret(given[Scheme.Length..].Trim());
    }

    /// <returns>Null when it is too large.</returns>
    private static async Task<byte[]?> ReadAsync(HttpContext context, CancellationToken ct)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, ct);
            return body.ToArray();
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private sealed record EventBody(string? Event, string? MessageId, string? Mailbox, string? Reason, string? Id);
}
