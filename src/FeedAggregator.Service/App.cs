using System.Security.Cryptography;
using FeedAggregator.Configuration;
using FeedAggregator.Delivery;
using FeedAggregator.Fetching;
using FeedAggregator.Mailing;
using FeedAggregator.Polling;
using FeedAggregator.Pushing;
using FeedAggregator.Service.Api;
using FeedAggregator.Service.Control;
using FeedAggregator.Service.Hosting;
using FeedAggregator.Service.Jobs;
using FeedAggregator.Service.Measuring;
using FeedAggregator.Service.Pages;
using FeedAggregator.Service.Settings;
using FeedAggregator.Storage;
using FeedAggregator.Subscriptions;
using Microsoft.Extensions.Logging.Console;
using Quartz;

namespace FeedAggregator.Service;

/// <summary>
/// The composition root of the service, the command line and the tests: the only place that chooses concrete types, the clock and the network.
/// </summary>
internal static class App
{
    /// <summary>The clock of verbs that need no container.</summary>
    public static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>What the frameworks have to say is only of interest when something is wrong.</summary>
    private static readonly Dictionary<string, string?> QuietFrameworks = new()
    {
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Quartz"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Error",
        // Repeats, with its stack, what a verb says in one line.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        ["Logging:Console:FormatterName"] = LogLine.FormatterName,
    };

    /// <summary>Opens the store and wires everything; nothing is started yet.</summary>
    /// <param name="adjust">Last word before the container is built: a test puts its clock there.</param>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    public static async Task<WebApplication> BuildAsync(
        AppSettings settings,
        Invocation invocation,
        Action<WebApplicationBuilder>? adjust = null,
        CancellationToken ct = default
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(QuietFrameworks);
        builder.Configuration.AddJsonFile(Path.GetFullPath(invocation.SettingsFile), optional: true, reloadOnChange: false);
        // Once more, in the order that holds for every setting: file, environment, command line.
        builder.Configuration.AddInMemoryCollection(settings.Logging!);
        // Standard output belongs to what the verbs print.
        builder.Services.Configure<ConsoleLoggerOptions>(x => x.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();
        builder.WebHost.UseUrls([.. settings.Web.Urls]);
        builder.WebHost.ConfigureKestrel(x => x.AddServerHeader = false);
        builder.Services.AddSingleton(settings).AddSingleton(settings.Web).AddSingleton(settings.Polling);
        builder.Services.AddSingleton(settings.Store).AddSingleton(settings.Mail).AddSingleton(settings.Telemetry);
        builder.Services.AddSingleton(Clock);
        AddRooms(builder.Services, invocation);
        AddSchedule(builder.Services);
        builder.Services.AddResponseCompression(x =>
            x.MimeTypes = ["text/html", "text/css", "text/markdown", "application/json", "application/feed+json", "application/atom+xml"]
        );
        builder.Services.AddSingleton<IProblemDetailsWriter, ErrorPages>();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        ServiceManagers.Attach(builder);
        adjust?.Invoke(builder);

        IStore? store = null;
        SignedLinks? links = null;
        builder.Services.AddSingleton(_ => links ?? throw new InvalidOperationException("The store is not open yet."));
        builder.Services.AddSingleton(_ => store ?? throw new InvalidOperationException("The store is not open yet."));
        var app = builder.Build();
        try
        {
            var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("FeedAggregator.Storage");
            store = await Stores.OpenAsync(settings.Store, new StoryPlacer(), app.Services.GetRequiredService<TimeProvider>(), log, ct);
            var fresh = RandomNumberGenerator.GetBytes(SignedLinks.KeyBytes);
            // A verb that only looks makes no links that last.
            links = new SignedLinks(settings.Store.ReadOnly ? fresh : await store.Subscriptions.KeyAsync(SignedLinks.KeyName, fresh, ct));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        // From here on the container closes it.
        _ = app.Services.GetRequiredService<IStore>();
        Map(app);
        return app;
    }

    private static void AddRooms(IServiceCollection services, Invocation invocation)
    {
        services.AddSingleton(x => x.GetRequiredService<IStore>().Feeds);
        services.AddSingleton(x => x.GetRequiredService<IStore>().Polls);
        services.AddSingleton(x => x.GetRequiredService<IStore>().Items);
        services.AddSingleton(x => x.GetRequiredService<IStore>().Stories);
        services.AddSingleton(x => new FeedsCatalogue(
            invocation.FeedsFile,
            x.GetRequiredService<IFeedStore>(),
            x.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(x => new OfflineWatch(() => x.GetRequiredService<FeedsCatalogue>().Feeds));
        services.AddSingleton(x => new FeedFetcher(x.GetRequiredService<FetchOptions>(), x.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReadArticles>();
        services.AddSingleton(x => x.GetRequiredService<IStore>().Hubs);
        services.AddSingleton(x => new HubCallbacks(
            x.GetRequiredService<WebOptions>().PublicUrl,
            x.GetRequiredService<RandomNumberGenerator>()
        ));
        services.AddSingleton<FollowHub>().AddSingleton<AskHubs>().AddSingleton<AnswerHub>().AddSingleton<TakePush>();
        services.AddSingleton<PushBodies>();
        services.AddSingleton<ReadDocument>();
        services.AddSingleton<RefreshFeed>();
        services.AddSingleton<RefreshDueFeeds>();
        services.AddSingleton<ReplayFeed>();
        services.AddSingleton<ReadDigest>();
        AddDelivery(services);
        services.AddSingleton(new ControlToken(ControlFile.NewToken()));
        services.AddSingleton<SiteFrame>();
        services.AddSingleton<EditionFrames>();
    }

    private static void AddDelivery(IServiceCollection services)
    {
        services.AddSingleton(x => x.GetRequiredService<IStore>().Editions);
        services.AddSingleton(x => x.GetRequiredService<IStore>().Subscriptions);
        services.AddSingleton(x => x.GetRequiredService<IStore>().Outbox);
        services.AddSingleton(RandomNumberGenerator.Create());
        services.AddSingleton(x => x.GetRequiredService<WebOptions>().Site(x.GetRequiredService<SignedLinks>()));
        services.AddSingleton(x => new Couriers(
            new MailCourier(x.GetRequiredService<MailOptions>(), x.GetRequiredService<TimeProvider>()),
            new WebhookCourier(
                WebhookClient.Guarded(x.GetRequiredService<FetchOptions>(), x.GetRequiredService<TimeProvider>()),
                x.GetRequiredService<TimeProvider>()
            )
        ));
        services.AddSingleton<PublishDigest>();
        services.AddSingleton<LetterWriter>();
        services.AddSingleton<ComposeDelivery>();
        services.AddSingleton<SendDeliveries>();
        services.AddSingleton<NoteBounce>();
        services.AddSingleton<ReadBounces>();
        services.AddSingleton<SubscriptionDesk>();
        services.AddSingleton<SubscriptionPages>();
    }

    private static void AddSchedule(IServiceCollection services)
    {
        services.AddQuartz(schedule =>
        {
            schedule.ConfigureScheduler(x => x.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            schedule.UseInMemoryStore();
            schedule.ScheduleJob<PollTick>(x => x.WithIdentity("poll").StartNow().WithSimpleSchedule(PollTick.Period));
            schedule.ScheduleJob<HubTick>(x => x.WithIdentity("hubs").StartNow().WithSimpleSchedule(HubTick.Period));
            schedule.ScheduleJob<SampleTick>(x => x.WithIdentity("sample").StartNow().WithSimpleSchedule(SampleTick.Period));
            schedule.ScheduleJob<LogbookTick>(x => x.WithIdentity("logbook").StartNow().WithSimpleSchedule(LogbookTick.Period));
            schedule.ScheduleJob<UpkeepTick>(x => x.WithIdentity("upkeep").StartNow().WithSimpleSchedule(UpkeepTick.Period));
            schedule.ScheduleJob<PublishTick>(x => x.WithIdentity("publish").StartNow().WithSimpleSchedule(PublishTick.Period));
            schedule.ScheduleJob<SendTick>(x => x.WithIdentity("send").StartNow().WithSimpleSchedule(SendTick.Period));
            schedule.ScheduleJob<BounceTick>(x => x.WithIdentity("bounces").StartNow().WithSimpleSchedule(BounceTick.Period));
            schedule.ScheduleJob<ReloadTick>(x => x.WithIdentity("reload").StartNow().WithSimpleSchedule(ReloadTick.Period));
        });
        services.AddSingleton<StoreUpkeep>();
        services.AddSingleton<StoreTrouble>();
        services
            .AddSingleton<Instruments>()
            .AddSingleton<Logbook>()
            .AddSingleton<Recorders>()
            .AddHostedService<JourneyMeter>()
            .AddHostedService<OtlpExport>();
        services.AddQuartzHostedService(x => x.WaitForJobsToComplete = true);
        services.AddSingleton<PollDrain>();
        services.AddHostedService(x => x.GetRequiredService<PollDrain>());
        services.Configure<HostOptions>(x => x.ShutdownTimeout = TimeSpan.FromSeconds(40));
    }

    private static void Map(WebApplication app)
    {
        app.UseMiddleware<HeadRequests>();
        app.UseRouting();
        app.UseMiddleware<PageSafety>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapOpenApi();
        HealthEndpoints.Map(app);
        ControlEndpoint.Map(app);
        DigestEndpoints.Map(app);
        EditionEndpoints.Map(app);
        BounceEndpoints.Map(app);
        SubscriptionPages.Map(app);
        FeedEndpoints.Map(app);
        StoryEndpoints.Map(app);
        HubEndpoints.Map(app);
        SitePages.Map(app);
    }
}
