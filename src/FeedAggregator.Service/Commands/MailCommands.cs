using System.CommandLine;
using System.Security.Cryptography;
using FeedAggregator.Delivery;
using FeedAggregator.Languages;
using FeedAggregator.Mailing;
using FeedAggregator.Service.Settings;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Commands;

/// <summary><c>mail</c>: does mail go out?</summary>
internal static class MailCommands
{
    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var address = new Argument<string>("ADDRESS") { Description = "A mailbox of yours." };
        var test = new Verb(
            "test",
            "Send one mail through the server of the settings and say what it answered. Needs no database.",
            "mail test me@example.org"
        )
        {
            address,
        };
        test.SetAction((parsed, ct) => TestAsync(AppSettings.Load(place(parsed)), parsed.GetValue(address)!, ct));
        return new Verb("mail", "Mail: does it go out?", "mail test me@example.org") { test };
    }

    private static async Task<int> TestAsync(AppSettings settings, string address, CancellationToken ct)
    {
        if (!Opening.Report(settings.Problems))
        {
            return ExitCodes.BadUsage;
        }
        var mailbox = Mailbox.Parse(address, out var problem, settings.Mail.Utf8Mailboxes);
        if (!settings.Mail.IsOn || mailbox is null)
        {
            await Console.Error.WriteLineAsync(
                settings.Mail.IsOn
                    ? $"{address}: {new WishProblem("email", problem).In(FrameLanguage.For("en"))}"
                    : "set Mail:Host and Mail:From first"
            );
            return ExitCodes.BadUsage;
        }
        using var chance = RandomNumberGenerator.Create();
        var letters = new LetterWriter(settings.Mail, settings.Web.Site(new SignedLinks(new byte[SignedLinks.KeyBytes])), chance);
        await using var lane = new MailCourier(settings.Mail, App.Clock).Lane();
        var attempt = await lane.SendAsync(letters.Test(mailbox.ToString(), App.Clock.GetUtcNow()), _ => Task.FromResult(true), ct);
        var (text, code) = attempt switch
        {
            Attempt.Accepted accepted => ($"{settings.Mail.Host} took it: {accepted.Text}", ExitCodes.Ok),
            Attempt.Refused refused => ($"{settings.Mail.Host} refused it: {refused.Text}", ExitCodes.Failed),
            Attempt.Deferred deferred => ($"{settings.Mail.Host} would not take it now: {deferred.Text}", ExitCodes.Failed),
            Attempt.Unreachable unreachable => (unreachable.Text, ExitCodes.Failed),
            Attempt.Unknown unknown => ($"{settings.Mail.Host} may have it: {unknown.Text}", ExitCodes.Failed),
            _ => ("it was not sent", ExitCodes.Failed),
        };
        Console.WriteLine(text);
        return code;
    }
}
