namespace FeedAggregator.Languages;

/// <summary>The words of subscription pages and letters.</summary>
public abstract partial class FrameLanguage
{
    // Signing up
    public abstract string SubscribeByMail { get; }
    public abstract string SubscribeText { get; }
    public abstract string MailAddress { get; }
    public abstract string Digest { get; }
    public abstract string When { get; }
    public abstract string AsPublished { get; }
    public abstract string AtHour(string time);
    public abstract string TimeZone { get; }
    public abstract string TimeZoneHint { get; }
    public abstract string OnlyAbout { get; }
    public abstract string OnlyAboutHint { get; }
    public abstract string NotAbout { get; }
    public abstract string NotAboutHint { get; }
    public abstract string OnlyTagged { get; }
    public abstract string OnlyTaggedHint { get; }
    public abstract string YourChoice { get; }
    public abstract string SubscribePromise { get; }
    public abstract string NoMailTitle { get; }
    public abstract string NoMailText { get; }
    public abstract string AllDigests { get; }
    public abstract string FormTitle { get; }
    public abstract string FormText { get; }
    public abstract string TheForm { get; }
    public abstract string TooManyTitle { get; }
    public abstract string TooManyText { get; }
    public abstract string CheckMailTitle { get; }
    public abstract string CheckMailText { get; }

    // Confirming, changing, leaving
    public abstract string ConfirmTitle { get; }
    public abstract string ConfirmText { get; }
    public abstract string Confirm { get; }
    public abstract string ConfirmedTitle { get; }
    public abstract string ConfirmedText(string title, string mailbox);
    public abstract string YourSubscriptions { get; }
    public abstract string NoSubscription { get; }
    public abstract string Save { get; }
    public abstract string Saved { get; }
    public abstract string LeftOne { get; }
    public abstract string YourData { get; }
    public abstract string DownloadData { get; }
    public abstract string Erase { get; }
    public abstract string EraseText { get; }
    public abstract string ErasedTitle { get; }
    public abstract string ErasedText { get; }
    public abstract string LeaveText { get; }
    public abstract string LeftTitle { get; }
    public abstract string LeftText { get; }
    public abstract string BadLinkTitle { get; }
    public abstract string BadLinkText { get; }
    public abstract string SubscribeAgain { get; }

    // Mistakes in the form
    public abstract string NothingSaved { get; }
    public abstract string MailboxMalformed { get; }
    public abstract string MailboxLetters { get; }
    public abstract string MailboxDomain { get; }
    public abstract string DigestUnknown { get; }
    public abstract string HourUnknown { get; }
    public abstract string ZoneUnknown(string shown);
    public abstract string TooManyWords(int count, int most);
    public abstract string WordTooLong(string shown, int most);
    public abstract string WordBlank(string shown);
    public abstract string SubscriptionGone { get; }

    // Letters
    public abstract string ConfirmSubject(string title);
    public abstract string ConfirmAsked(string site, string title);
    public abstract string ConfirmHow { get; }
    public abstract string ConfirmElse { get; }
    public abstract string ReminderSubject(string title);
    public abstract string ReminderText { get; }
    public abstract string ReminderManage { get; }
    public abstract string ReminderLeave { get; }
}
