using System.Globalization;

namespace FeedAggregator.Stories;

/// <summary>Which property of an entry a key was made of, strongest first.</summary>
public enum IdentityLayer
{
    /// <summary>The publisher's own id.</summary>
    Guid = 1,

    /// <summary>The address of the page, in its canonical spelling.</summary>
    CanonicalUrl = 2,

    /// <summary>The title and text.</summary>
    Content = 3,
}

/// <summary>A stable key of an item inside its feed. The layer is part of the hash, so the hash alone tells keys apart.</summary>
/// <param name="Layer">What the key was made of.</param>
/// <param name="Hash">128 bits.</param>
public readonly record struct IdentityKey(IdentityLayer Layer, UInt128 Hash)
{
    /// <summary>32 lower-case hex digits, fit for a column.</summary>
    public string Text => Hash.ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>The names an item goes by inside its feed.</summary>
/// <param name="Primary">The key it is stored under.</param>
/// <param name="Alternates">Further keys to store with it, strongest first; without <paramref name="Primary"/>.</param>
/// <param name="ContentHash">128 bits over title and text, in which markup, case, spacing and punctuation make no difference; another value means that the entry was edited.</param>
public sealed record IdentityKeys(IdentityKey Primary, IReadOnlyList<IdentityKey> Alternates, UInt128 ContentHash)
{
    /// <summary>All keys, strongest first. Store them all: they are what <see cref="GuidReliability"/> learns from.</summary>
    public IEnumerable<IdentityKey> All => Alternates.Prepend(Primary);

    /// <summary><see cref="ContentHash"/> as 32 lower-case hex digits.</summary>
    public string ContentHashText => ContentHash.ToString("x32", CultureInfo.InvariantCulture);
}
