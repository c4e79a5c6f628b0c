namespace FeedAggregator.Stories;

/// <summary>Which property of an entry a key was made of, strongest first.</summary>
public enum IdentityLayer
{
    Guid = 1,
    CanonicalUrl = 2,
    Content = 3,
}

/// <summary>A stable key of an item inside its feed. The layer is part of the hash, so the hash alone tells keys apart.</summary>
/// <param name="Layer">What the key was made of.</param>
/// <param name="Hash">128 bits.</param>
public readonly record struct IdentityKey(IdentityLayer Layer, UInt128 Hash)
{
    /// <summary>32 lower-case hex digits, fit for a column.</summary>
    public string Text => Hash.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The names an item goes by inside its feed.</summary>
/// <param name="Primary">The key it is stored under.</param>
/// <param name="Alternates">Further keys that lead to the same item, strongest first; without <paramref name="Primary"/>.</param>
/// <param name="ContentHash">128 bits over title and text without markup and boilerplate; another value means that the entry was edited.</param>
public sealed record IdentityKeys(IdentityKey Primary, IReadOnlyList<IdentityKey> Alternates, UInt128 ContentHash)
{
    /// <summary>All keys, strongest first: an item is known when any of them is.</summary>
    public IEnumerable<IdentityKey> All => Alternates.Prepend(Primary);

    /// <summary><see cref="ContentHash"/> as 32 lower-case hex digits.</summary>
    public string ContentHashText => ContentHash.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
