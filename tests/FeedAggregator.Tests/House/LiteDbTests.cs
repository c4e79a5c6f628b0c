using System.Text.RegularExpressions;
using FeedAggregator.Storage;

namespace FeedAggregator.Tests.House;

/// <summary>The LiteDB engine is compiled only where its package can be had: elsewhere no compiler sees that the contract has outgrown it, so its sources are read.</summary>
public sealed class LiteDbTests
{
    private static readonly string[] Sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "House", "LiteDb"), "*.cs").Select(File.ReadAllText),
    ];

    [Fact]
    public void Every_store_of_the_contract_has_its_part_in_the_engine()
    {
        var contracts = typeof(IStore).GetProperties().Select(x => x.PropertyType).Append(typeof(IStore));

        var missing = contracts.SelectMany(contract =>
            Members(contract).Where(member => !IsThere(contract, member)).Select(x => $"{contract.Name}: {x}")
        );

        Assert.Empty(missing);
    }

    /// <summary>A pattern for each: a method by its name and those of its parameters, a property by its name.</summary>
    private static IEnumerable<string> Members(Type contract) =>
        contract
            .GetMethods()
            .Where(x => !x.IsSpecialName)
            .Select(x => $@"\b{x.Name}\([^()]*{string.Join("[^()]*", x.GetParameters().Select(p => $@"\b{p.Name}\b"))}[^()]*\)")
            .Concat(contract.GetProperties().Select(x => $@"\b{x.PropertyType.Name} {x.Name}\b"));

    private static bool IsThere(Type contract, string member) =>
        Sources.Any(source => Regex.IsMatch(source, $@"class \w+[^{{;]* : {contract.Name}\b") && Regex.IsMatch(source, member));
}
