using System.CommandLine;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Settings;
using FeedAggregator.Subscriptions;

namespace FeedAggregator.Service.Commands;

/// <summary><c>token</c>: what programs prove themselves with.</summary>
internal static class TokenCommand
{
    public static Command Build(Func<ParseResult, Invocation> place)
    {
        var verb = new Verb(
            "token",
            "Print the token with which programs poll feeds and correct stories over HTTP. It is another one for each database, and as secret.",
            "token",
            "token | xargs -I{} curl -X POST -H 'Authorization: Bearer {}' http://news.example/api/v1/feeds/bbc-world/poll"
        );
        verb.AsksService = true;
        verb.SetAction((parsed, ct) => Opening.WithAppAsync(place(parsed), (app, _) => Task.FromResult(Print(app)), ct));
        return verb;
    }

    private static int Print(WebApplication app)
    {
        Console.WriteLine(AdminToken.Of(app.Services.GetRequiredService<SignedLinks>()));
        return ExitCodes.Ok;
    }
}
