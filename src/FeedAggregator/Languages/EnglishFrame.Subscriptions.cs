namespace FeedAggregator.Languages;

internal sealed partial class EnglishFrame
{
    // Signing up
    public override string SubscribeByMail => "Subscribe by e-mail";
    public override string SubscribeText => "An edition comes to your mailbox when it is published, or at the hour you choose.";
    public override string MailAddress => "E-mail address";
    public override string Digest => "Digest";
    public override string When => "When";
    public override string AsPublished => "as soon as it is published";

    public override string AtHour(string time) => $"at {time}";

    public override string TimeZone => "Time zone";
    public override string TimeZoneHint => "Choose a city whose clock shows the same as yours.";
    public override string OnlyAbout => "Only stories about";
    public override string OnlyAboutHint => "Words or phrases with commas between; empty for all stories.";
    public override string NotAbout => "No stories about";
    public override string NotAboutHint => "Words or phrases with commas between.";
    public override string OnlyTagged => "Only from these sections";
    public override string OnlyTaggedHint => "None ticked means all.";
    public override string YourChoice => "Your own choice of stories";
    public override string SubscribePromise =>
        "You will get one letter that asks you to confirm. The address is used for this digest and for nothing else; each mail has a link to leave.";
    public override string NoMailTitle => "No subscriptions by e-mail";
    public override string NoMailText => "This site sends no mail. Each digest is a feed too: subscribe to it in a feed reader.";
    public override string AllDigests => "All digests";
    public override string FormTitle => "That did not work";
    public override string FormText => "The form could not be read. Please try again.";
    public override string TheForm => "The form";
    public override string TooManyTitle => "Too many requests";
    public override string TooManyText => "Many subscriptions were asked for from your network. Please try again in an hour.";
    public override string CheckMailTitle => "Look into your mailbox";
    public override string CheckMailText =>
        "If that address can be written to, a letter is on its way. Open the link in it within 48 hours to confirm.";

    // Confirming, changing, leaving
    public override string ConfirmTitle => "Confirm your subscription";
    public override string ConfirmText => "One press of the button, and the next edition comes to you.";
    public override string Confirm => "Confirm";
    public override string ConfirmedTitle => "You are subscribed";

    public override string ConfirmedText(string title, string mailbox) => $"The next edition of “{title}” is sent to {mailbox}.";

    public override string YourSubscriptions => "Your subscriptions";
    public override string NoSubscription => "This mailbox has no subscription.";
    public override string Save => "Save";
    public override string Saved => "Saved.";
    public override string LeftOne => "You have left; nothing more of it is sent.";
    public override string YourData => "Your data";
    public override string DownloadData => "Download what is stored about this mailbox";
    public override string Erase => "Erase it all and leave";
    public override string EraseText =>
        "Every subscription of this mailbox ends, and what is stored about it is deleted. This cannot be undone.";
    public override string ErasedTitle => "Erased";
    public override string ErasedText => "Nothing is stored about this mailbox any more, and nothing more is sent to it.";
    public override string LeaveText => "One press of the button, and no further edition is sent to you.";
    public override string LeftTitle => "You have left";
    public override string LeftText => "No further edition is sent to you.";
    public override string BadLinkTitle => "This link is not valid";
    public override string BadLinkText => "It is incomplete, was changed on its way, was used before, or has expired. Nothing was changed.";
    public override string SubscribeAgain => "Subscribe again";

    // Mistakes in the form
    public override string NothingSaved => "Nothing was saved yet:";
    public override string MailboxMalformed => "Write an address such as reader@example.org.";
    public override string MailboxLetters => "Addresses with letters other than a to z before the @ cannot be reached yet.";
    public override string MailboxDomain => "The part after the @ is no domain; write one such as example.org.";
    public override string DigestUnknown => "Choose one of the digests.";
    public override string HourUnknown => "Choose one of the hours.";

    public override string ZoneUnknown(string shown) => $"“{shown}” is no time zone we know; choose one of the list.";

    public override string TooManyWords(int count, int most) =>
        $"{Number(count, ",")} words are too many; use at most {Number(most, ",")}.";

    public override string WordTooLong(string shown, int most) => $"“{shown}” is too long; use at most {Number(most, ",")} characters.";

    public override string WordBlank(string shown) => $"“{shown}” has no letter or digit and would never be found.";

    public override string SubscriptionGone => "That subscription is not there any more.";

    // Letters

    public override string ConfirmSubject(string title) => $"Please confirm: {title}";

    public override string ConfirmAsked(string site, string title) =>
        $"Somebody, probably you, asked {site} to send “{title}” to this mailbox.";

    public override string ConfirmHow => "To confirm, open this address within 48 hours and press the button:";
    public override string ConfirmElse => "If it was not you, do nothing: without a confirmation nothing more is sent.";

    public override string ReminderSubject(string title) => $"Your subscription to {title}";

    public override string ReminderText => "It is sent to you already, and nothing was changed.";
    public override string ReminderManage => "To change or end your subscriptions:";
    public override string ReminderLeave => "To leave this one at once:";
}
