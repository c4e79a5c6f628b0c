using System.Runtime.CompilerServices;

namespace FeedAggregator.Tests.Digests;

/// <summary>
/// Compares with a file under Cases. After a change that is meant, write the files anew with <c>GOLDEN=write dotnet test</c> and read the difference.
/// </summary>
internal static class Golden
{
    public static void Check(string file, string actual, [CallerFilePath] string test = "")
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(test)!, "Cases", file), actual);
        else
            Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Digests", "Cases", file)), actual);
    }
}
