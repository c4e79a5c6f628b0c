using System.Diagnostics;
using FeedAggregator.Service.Settings;

namespace FeedAggregator.Tests.Support;

/// <summary>The real executable, as an operator starts it.</summary>
internal static class Executable
{
    public static ProcessStartInfo Command(params string[] arguments) =>
        new("dotnet", [typeof(WebOptions).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Ended> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Ended(process.ExitCode, await output, await errors);
    }
}

internal sealed record Ended(int ExitCode, string Output, string Errors);
