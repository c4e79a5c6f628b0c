using System.Globalization;
using System.Reflection;

namespace FeedAggregator.Storage.Sql;

/// <summary>A step from one version of the schema to the next. Steps go forward only, and one that was released is never edited.</summary>
internal sealed record Migration(int Version, string Script)
{
    /// <summary>The engine's steps, <c>ENGINE/Migrations/NNNN.sql</c>, in order.</summary>
    public static IReadOnlyList<Migration> Of(string engine)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"{engine}.Migrations.";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new Migration(
                    int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture),
                    Text(assembly, name)
                )),
        ];
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
