using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FeedAggregator.Service.Hosting;

/// <summary>
/// A log as an admin reads it: time, level, source and what happened, on one line; the stack of a bug indented below. For systemd's journal, which keeps the time itself,
/// each line begins with its priority instead (sd-daemon(3)).
/// </summary>
internal sealed class LogLine(TimeProvider clock, bool isJournal, bool hasColours) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    /// <summary>As it suits where standard error goes.</summary>
    public LogLine(TimeProvider clock)
        : this(
            clock,
            !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM")),
            !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        ) { }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" ");
        var source = logEntry.Category[(logEntry.Category.LastIndexOf('.') + 1)..];
        var stack = logEntry.Exception?.ToString().Split('\n', StringSplitOptions.TrimEntries) ?? [];
        var begin = isJournal ? $"<{Priority(logEntry.LogLevel)}>" : "";
        var time = isJournal ? "" : clock.GetUtcNow().ToString("u", CultureInfo.InvariantCulture) + " ";
        textWriter.Write($"{begin}{time}{Level(logEntry.LogLevel)} {source}: {text}\n");
        foreach (var line in stack)
        {
            textWriter.Write($"{begin}    {line}\n");
        }
    }

    private string Level(LogLevel level)
    {
        var (word, colour) = level switch
        {
            LogLevel.Critical => ("crit ", "\e[31m"),
            LogLevel.Error => ("error", "\e[31m"),
            LogLevel.Warning => ("warn ", "\e[33m"),
            LogLevel.Information => ("info ", "\e[32m"),
            LogLevel.Debug => ("debug", "\e[2m"),
            _ => ("trace", "\e[2m"),
        };
        return hasColours ? $"{colour}{word}\e[0m" : word;
    }

    /// <summary>syslog(3)'s levels.</summary>
    private static int Priority(LogLevel level) =>
        level switch
        {
            LogLevel.Critical => 2,
            LogLevel.Error => 3,
            LogLevel.Warning => 4,
            LogLevel.Information => 6,
            _ => 7,
        };
}
