using System.Security.Cryptography;
using FeedAggregator.Fetching;
using FeedAggregator.Polling;
using FeedAggregator.Pushing;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.Support;

/// <summary>The journey of one poll, wired as the service wires it.</summary>
internal static class Journey
{
    /// <summary>Hubs that find nobody at home.</summary>
    public static readonly HubCallbacks NoCallbacks = new(null, RandomNumberGenerator.Create());

    public static RefreshFeed Refresh(FeedFetcher fetcher, IStore store, TimeProvider clock, HubCallbacks? callbacks = null)
    {
        var hubs = new FollowHub(store.Hubs, callbacks ?? NoCallbacks, clock);
        var documents = new ReadDocument(store.Polls, store.Feeds, new ReadArticles(fetcher, clock), hubs, clock);
        return new RefreshFeed(fetcher, documents, store.Polls, new OfflineWatch(() => []), clock);
    }
}
