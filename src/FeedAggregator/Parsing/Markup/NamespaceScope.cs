namespace FeedAggregator.Parsing.Markup;

/// <summary>The prefixes in force, innermost last.</summary>
internal sealed class NamespaceScope
{
    private const int MaxDeclarations = 512;
    private readonly List<Declaration> _declared = [];

    private readonly record struct Declaration(int PrefixStart, int PrefixEnd, Ns Ns);

    public int Count => _declared.Count;

    public void Declare(MarkupScanner at, int prefixStart, int prefixEnd, ReadOnlySpan<char> uri)
    {
        if (_declared.Count >= MaxDeclarations)
            return;
        var ns = Namespaces.FromUri(uri);
        if (ns == Ns.Foreign)
            ns = Namespaces.FromUsualPrefix(at.Slice(prefixStart, prefixEnd));
        _declared.Add(new(prefixStart, prefixEnd, ns));
    }

    public void ForgetAfter(int count) => _declared.RemoveRange(count, _declared.Count - count);

    /// <summary>Gives a prefix that is bound to nothing known a meaning.</summary>
    public void RebindForeign(MarkupScanner at, ReadOnlySpan<char> prefix, Ns ns)
    {
        for (var i = 0; i < _declared.Count; i++)
        {
            var d = _declared[i];
            if (d.Ns == Ns.Foreign && at.Slice(d.PrefixStart, d.PrefixEnd).SequenceEqual(prefix))
                _declared[i] = d with { Ns = ns };
        }
    }

    /// <summary>Names without a prefix get a meaning, whatever they were bound to: an RSS root under Atom's address is still RSS.</summary>
    public void RebindDefault(Ns ns)
    {
        for (var i = 0; i < _declared.Count; i++)
        {
            if (_declared[i].PrefixStart == _declared[i].PrefixEnd)
                _declared[i] = _declared[i] with { Ns = ns };
        }
    }

    /// <returns>false when nobody declared the prefix; then it is read as it is usually meant.</returns>
    public bool TryResolve(MarkupScanner at, ReadOnlySpan<char> prefix, out Ns ns)
    {
        for (var i = _declared.Count - 1; i >= 0; i--)
        {
            var d = _declared[i];
            if (d.PrefixEnd - d.PrefixStart == prefix.Length && at.Slice(d.PrefixStart, d.PrefixEnd).SequenceEqual(prefix))
            {
                ns = d.Ns;
                return true;
            }
        }
        ns = prefix.IsEmpty ? Ns.None : Namespaces.FromUsualPrefix(prefix);
        return prefix.IsEmpty || prefix is "xml";
    }
}
