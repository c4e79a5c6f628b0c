using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FeedAggregator.Delivery;
using FeedAggregator.Digests;
using FeedAggregator.Digests.Rendering;
using FeedAggregator.Languages;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Mailing;

/// <summary>Where readers find us, and the key of the links they get.</summary>
/// <param name="BaseUrl">Absolute, without a closing slash.</param>
public sealed record SiteAddress(string BaseUrl, string SiteName, SignedLinks Links)
{
    public string Edition(string digest, int number) => string.Create(CultureInfo.InvariantCulture, $"{BaseUrl}/digests/{digest}/{number}");

    public string Unsubscribe(long subscription) => $"{BaseUrl}/unsubscribe?token={Links.Token(LinkPurpose.Unsubscribe, subscription)}";

    public string Manage(long subscription) => $"{BaseUrl}/subscriptions/manage?token={Links.Token(LinkPurpose.Manage, subscription)}";

    public string Confirm(string digest, string token) => $"{BaseUrl}/subscriptions/confirm?digest={digest}&token={token}";
}

/// <summary>Writes what readers get: editions and the letters around a subscription. The same delivery makes the same message, but for a token in it.</summary>
public sealed class LetterWriter(MailOptions options, SiteAddress site, RandomNumberGenerator chance)
{
    /// <summary>Of each body. Encoded it grows by two fifths at most, so that both and the head stay below 100,000: beyond that some mail services cut a mail off.</summary>
    private const int MostBytes = 34_000;

    private string Domain => options.From[(options.From.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public bool MailIsOn => options.IsOn;

    public (string Token, string Hash) NewToken() => ConfirmationToken.New(chance);

    public MailMessage Edition(ClaimedDelivery delivery, DigestView view, DateTimeOffset frozenAt)
    {
        var reader = delivery.Subscription;
        var zone = ZoneOf(reader);
        var frame = new MailFrame
        {
            WebUrl = site.Edition(view.Name, delivery.Edition!.Value),
            UnsubscribeUrl = site.Unsubscribe(reader.Id),
            ManageUrl = site.Manage(reader.Id),
            SiteName = site.SiteName,
            TimeZone = zone,
            Edition = delivery.Edition,
            MaxBytes = MostBytes,
        };
        var words = FrameLanguage.For(view.Language);
        return Letter(
            delivery,
            $"{view.Title} · {words.LongDate(StoryText.Local(view.To, zone))}",
            DigestText.Plain(view, frame),
            frozenAt
        ) with
        {
            Html = DigestHtml.Mail(view, frame),
            Language = words.Tag,
            ListId = $"{view.Name}.{Domain}",
            ListName = view.Title,
            UnsubscribeUrl = frame.UnsubscribeUrl,
        };
    }

    public WebhookMessage Post(ClaimedDelivery delivery, DigestView view, DateTimeOffset frozenAt)
    {
        var reader = delivery.Subscription;
        var frame = new PageFrame
        {
            BaseUrl = site.BaseUrl,
            HtmlUrl = site.Edition(view.Name, delivery.Edition!.Value),
            SiteName = site.SiteName,
            Edition = delivery.Edition,
        };
        var timestamp = JsonSerializer.Serialize(frozenAt.UtcDateTime);
        var body = $$"""{"type":"edition.published","timestamp":{{timestamp}},"data":{{DigestJson.Write(view, frame)}}}""";
        return new WebhookMessage(IdOf(delivery), new Uri(reader.Target), body, site.Links.WebhookSecret(reader.Id));
    }

    /// <param name="title">Of the digest.</param>
    /// <param name="words">In the digest's language.</param>
    public MailMessage Confirmation(ClaimedDelivery delivery, string title, FrameLanguage words, string token, DateTimeOffset now) =>
        Letter(
            delivery,
            words.ConfirmSubject(title),
            $"""
            {words.ConfirmAsked(site.SiteName, title)}

            {words.ConfirmHow}

            {site.Confirm(delivery.Subscription.Digest, token)}

            {words.ConfirmElse}
            """,
            now
        ) with
        {
            Language = words.Tag,
        };

    public MailMessage Reminder(ClaimedDelivery delivery, string title, FrameLanguage words, DateTimeOffset now) =>
        Letter(
            delivery,
            words.ReminderSubject(title),
            $"""
            {words.ConfirmAsked(site.SiteName, title)} {words.ReminderText}

            {words.ReminderManage}

            {site.Manage(delivery.Subscription.Id)}

            {words.ReminderLeave}

            {site.Unsubscribe(delivery.Subscription.Id)}
            """,
            now
        ) with
        {
            Language = words.Tag,
            UnsubscribeUrl = site.Unsubscribe(delivery.Subscription.Id),
        };

    /// <summary>A letter to see whether mail arrives, with the head of an edition, so that filters judge it alike. Its link leaves no subscription.</summary>
    public MailMessage Test(string mailbox, DateTimeOffset now) =>
        new()
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"test.{now.UtcTicks}@{Domain}"),
            FromName = FromName,
            FromMailbox = options.From,
            ReplyTo = options.ReplyTo,
            ToMailbox = mailbox,
            Subject = $"A test from {site.SiteName}",
            Date = now,
            Text = $"This is a test: {site.SiteName} at {site.BaseUrl} can send mail.",
            ListId = $"test.{Domain}",
            ListName = site.SiteName,
            UnsubscribeUrl = site.Unsubscribe(0),
        };

    private string FromName => options.FromName.Length > 0 ? options.FromName : site.SiteName;

    private MailMessage Letter(ClaimedDelivery delivery, string subject, string text, DateTimeOffset date) =>
        new()
        {
            MessageId = $"{IdOf(delivery)}@{Domain}",
            FromName = FromName,
            FromMailbox = options.From,
            ReplyTo = options.ReplyTo,
            ToMailbox = delivery.Subscription.Target,
            Subject = subject,
            Date = date,
            Text = text,
        };

    /// <summary>The same for every attempt. It ends in a signed token, by which a bounce that quotes it proves that its sender had the mail.</summary>
    private string IdOf(ClaimedDelivery delivery)
    {
        var token = site.Links.Token(LinkPurpose.Bounce, delivery.Subscription.Id);
        var what = delivery.Edition is { } edition
            ? string.Create(CultureInfo.InvariantCulture, $"{delivery.Subscription.Digest}.{edition}")
            : string.Create(CultureInfo.InvariantCulture, $"letter.{delivery.Id}");
        return $"{what}.{token}";
    }

    private static TimeZoneInfo ZoneOf(Subscription reader) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(reader.Wish.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
