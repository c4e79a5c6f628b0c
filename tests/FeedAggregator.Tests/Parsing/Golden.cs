using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeedAggregator.Parsing;
using FeedAggregator.Service.Commands;

namespace FeedAggregator.Tests.Parsing;

/// <summary>
/// Feeds under Cases beside what they must become, as other programs get it. After a change that is meant, write the results anew with
/// <c>GOLDEN=write</c> in the environment, and read the difference.
/// </summary>
internal static class Golden
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Parsing", "Cases");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Where(n => !n!.EndsWith(".golden", StringComparison.Ordinal))!;

    public static ReadOnlyMemory<byte> Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static string Describe(ParseResult result)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
            ParseContract.WriteJson(writer, result);
        return Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    public static void Check(string name, string actual, [CallerFilePath] string test = "")
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(test)!, "Cases", name + ".golden"), actual);
        else
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".golden")), actual);
    }
}
