using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>What differs between the SQL engines; everything else is one text for both. Parameters are <c>$1</c>, <c>$2</c>… in both.</summary>
internal interface IDialect
{
    DbConnection OpenWriter();
    DbConnection OpenReader();

    DbParameter Parameter(int number, ValueKind kind);

    /// <summary>What the driver takes for a value of the kind; never null.</summary>
    object Bind(Value value);

    IRows Rows(DbConnection connection);

    /// <summary>Starts a transaction that will write.</summary>
    string BeginWrite { get; }

    /// <summary>Starts a transaction in which all reads see one state.</summary>
    string BeginRead { get; }

    /// <summary>The way polls are applied, made faster where the engine has a way.</summary>
    IPollStore Hasten(IPollStore polls, Writer writer);

    /// <summary>The condition "is one of the list in this parameter", such as <c>= any($1)</c>.</summary>
    string AnyOf(string parameter);

    /// <summary>A source of rows, one for each of the list in this parameter, with the column <c>value</c>.</summary>
    string EachOf(string parameter);

    /// <summary>Appended to a select whose rows will be updated.</summary>
    string ForUpdate { get; }

    /// <summary>Appended to a select whose rows nobody is to delete until the transaction ends.</summary>
    string ForKeyShare { get; }

    /// <summary>As <see cref="ForUpdate"/>, leaving out rows another node holds.</summary>
    string ForUpdateSkipLocked { get; }

    /// <summary>Held until the transaction ends: only one node at a time gives out item ids and places items in stories. Null where there is one node only.</summary>
    string? LockPlacement { get; }

    /// <summary>$1 the item, $2 its words.</summary>
    string InsertWords { get; }

    string DeleteWords { get; }

    /// <summary>Selects the items whose words match the parameter.</summary>
    string MatchWords(string parameter);

    /// <summary>What <see cref="InsertWords"/> takes, from a text's words (<see cref="SearchWords"/>) parted by blanks.</summary>
    string WordsOf(string words);

    /// <summary>What <see cref="MatchWords"/> takes: all phrases must occur. The last word of a phrase may be a prefix.</summary>
    string QueryOf(IReadOnlyList<SearchPhrase> phrases);

    StoreEngine Engine { get; }

    /// <summary>The version of the schema, as a select.</summary>
    string SchemaVersion { get; }

    /// <summary>Bytes on disk, as a select.</summary>
    string SizeOnDisk { get; }

    /// <summary>Gives some free pages back to the disk; null where the server does that by itself.</summary>
    string? GiveBack { get; }

    /// <summary>After rows were stored under their old keys: new ones get greater keys. Null where that is so anyway.</summary>
    string? ContinueKeys(string table, string column);

    /// <summary>The id of a new subscription, among the values of an insert: greater than any there has been, erased ones too.</summary>
    string NewSubscription { get; }

    /// <summary>What the engine itself finds damaged.</summary>
    IEnumerable<string> CheckPages(Session session);

    /// <summary>Writes a verified copy of the database to a place where nothing is.</summary>
    void Backup(string copy);

    /// <summary>Stops the command that is running; called from another thread.</summary>
    void Interrupt(DbCommand running);

    /// <summary>The problem as an admin can understand it, or null when the exception is none of the database's.</summary>
    StoreException? Translate(Exception exception);
}
