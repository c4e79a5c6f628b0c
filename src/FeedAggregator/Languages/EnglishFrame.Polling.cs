namespace FeedAggregator.Languages;

internal sealed partial class EnglishFrame
{
    public override string FeedIsDisabled => "It is switched off in the feeds file, so it is not polled.";
    public override string FeedIsGone =>
        "Its publisher has said twice, at least an hour apart, that it is gone (410); it is not polled any more.";
    public override string FeedIsDue => "It is due now.";

    public override string FeedIsPolledAt(string moment, string away) => $"The next poll is at {moment}, {away}.";

    public override string FeedFailsSince(string moment, string? cause) =>
        $"It has failed since {moment}{(cause is null ? "" : $": {cause}")}.";

    public override string FeedHasMoved(string address) =>
        $"It has moved for good to {address}, which is polled instead of the address in the feeds file.";

    public override string FeedIsToMove(string address) =>
        $"Its publisher has announced a move to {address}; it is believed after three announcements over a day.";

    public override string FeedMayHaveGap(string moment) =>
        $"At {moment} its document no longer reached back to the last item seen: items may have been missed.";

    public override string FeedIsSilent(string moment) => $"It has published nothing since {moment}, far longer than is usual for it.";
}
