namespace FeedAggregator.Parsing.Markup;

/// <summary>An open element: where its name stands, and what it and its ancestors have put in force.</summary>
/// <param name="LocalStart">After the prefix.</param>
/// <param name="Base">xml:base in force, resolved; null when neither the document nor the transport gave one.</param>
/// <param name="Language">xml:lang in force.</param>
/// <param name="Declarations">How many namespace declarations were in force before this element's own.</param>
internal readonly record struct Element(
    int NameStart,
    int LocalStart,
    int NameEnd,
    Ns Ns,
    string? Base,
    bool HasXmlBase,
    string? Language,
    int Declarations
);
