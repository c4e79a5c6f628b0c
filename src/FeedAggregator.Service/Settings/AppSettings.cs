using System.Collections;
using FeedAggregator.Configuration;
using FeedAggregator.Delivery;
using FeedAggregator.Fetching;
using FeedAggregator.Storage;

namespace FeedAggregator.Service.Settings;

/// <summary>Where things are and what the command line says, before any file is read.</summary>
/// <param name="Config">The folder of <c>appsettings.json</c> and <c>feeds.yaml</c>.</param>
/// <param name="Data">The folder of the database.</param>
/// <param name="Overrides"><c>Section:Key</c> → value, from the command line.</param>
internal sealed record Invocation(string Config, string Data, IReadOnlyDictionary<string, string> Overrides)
{
    /// <summary>The words of a verb that a running service may be asked to run; null when it may not.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    public string SettingsFile => Path.Combine(Config, "appsettings.json");
    public string FeedsFile => Path.Combine(Config, "feeds.yaml");
}

/// <summary>All settings of the service, checked.</summary>
internal sealed record AppSettings(
    StoreOptions Store,
    FetchOptions Polling,
    WebOptions Web,
    MailOptions Mail,
    TelemetryOptions Telemetry,
    IReadOnlyList<ConfigProblem> Problems
)
{
    /// <summary>The section <c>Logging</c>, for the frameworks to read: <c>Logging:…</c> → value.</summary>
    public IReadOnlyDictionary<string, string> Logging { get; init; } = new Dictionary<string, string>();

    /// <summary>All that was given, as text: <c>Section:Key</c> → value; of a list, each with its number behind.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    public bool IsUsable => !Problems.Any(x => x.Fatal);

    /// <summary>Reads files and environment and says everything that is wrong with them at once.</summary>
    public static AppSettings Load(Invocation invocation)
    {
        var problems = new List<ConfigProblem>();
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(x => KeyValuePair.Create((string)x.Key, (string?)x.Value ?? ""));
        var values = SettingsSources.Collect(invocation.SettingsFile, environment, invocation.Overrides, problems);
        var store = SettingsBinder.Bind<StoreOptions>("Store", values, problems);
        store = store with { Path = Path.Combine(invocation.Data, store.Path ?? "feedaggregator.db") };
        var polling = SettingsBinder.Bind<FetchOptions>("Polling", values, problems);
        var web = SettingsBinder.Bind<WebOptions>("Web", values, problems);
        var mail = SettingsBinder.Bind<MailOptions>("Mail", values, problems);
        var telemetry = SettingsBinder.Bind<TelemetryOptions>("Telemetry", values, problems);
        Check("Store", store.Problems());
        Check("Polling", polling.Problems());
        Check("Web", web.Problems());
        Check("Mail", mail.Problems());
        Check("Telemetry", telemetry.Problems());
        problems.AddRange(LogSettings.Problems(values));
        return new AppSettings(store, polling, web, mail, telemetry, problems)
        {
            Logging = values.Where(x => LogSettings.IsOne(x.Key)).ToDictionary(x => x.Key, x => x.Value.Text),
            Given = values.ToDictionary(x => x.Key, x => x.Value.Text, StringComparer.OrdinalIgnoreCase),
        };

        void Check(string section, IEnumerable<string> found)
        {
            foreach (var message in found)
            {
                var key = $"{section}:{message.Replace($"{section}:", "", StringComparison.Ordinal).Split([':', ' '], 2)[0]}";
                var source = values.GetValueOrDefault(key);
                problems.Add(
                    new ConfigProblem(
                        source?.Source ?? invocation.SettingsFile,
                        source?.Line ?? 0,
                        message.StartsWith($"{section}:", StringComparison.Ordinal) ? message : $"{section}:{message}"
                    )
                );
            }
        }
    }
}
