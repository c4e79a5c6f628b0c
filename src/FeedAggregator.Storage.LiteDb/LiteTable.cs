using System.Globalization;
using LiteDB;

namespace FeedAggregator.Storage.LiteDb;

/// <summary>
/// One of <see cref="ContentsTable.All"/>: a document for each row, a field for each column, a seal over them, and fields that only an index needs.
/// Whatever list it gives out is complete before the next write: LiteDB has no cursor beside a write.
/// </summary>
/// <param name="derive">Sets the fields that indexes need beside the columns.</param>
internal sealed class LiteTable(LiteDatabase database, ContentsTable table, Action<BsonDocument>? derive = null)
{
    private const string SealField = "seal";

    /// <summary>Behind every key that begins with the same columns.</summary>
    private const string Last = "\n\uffff";

    public ILiteCollection<BsonDocument> Rows { get; } = database.GetCollection(table.Name);

    public void EnsureIndex(string field) => Rows.EnsureIndex(field, "$." + field);

    public long Count() => Rows.LongCount();

    public BsonDocument? Find(BsonValue id) => Rows.FindById(id) is { } row ? Checked(row) : null;

    /// <summary>The id of a row with several key columns. Texts sort as the numbers in them do.</summary>
    public static string Key(params BsonValue[] columns) =>
        string.Join('\n', columns.Select(column => column.IsString ? column.AsString : Digits(column.AsInt64)));

    /// <summary>Numbers that are not negative sort as their digits do.</summary>
    public static string Digits(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>By id.</summary>
    public List<BsonDocument> With(string field, BsonValue value) =>
        [.. Rows.Query().Where($"$.{field} = @0", value).ToList().Select(Checked).OrderBy(row => row["_id"])];

    public List<BsonDocument> Between(string field, BsonValue from, BsonValue to) => [.. Walk(field, from, to)];

    public List<BsonDocument> All() => [.. Rows.FindAll().Select(Checked)];

    public bool Has(string field, BsonValue value) => Rows.Query().Where($"$.{field} = @0", value).Limit(1).ToList().Count > 0;

    public void Inspect()
    {
        foreach (var row in LiteTables.Scan(Rows))
            Checked(row);
    }

    /// <summary>Lazily: read it to its end, or give the enumerator up, before anything is written.</summary>
    public IEnumerable<BsonDocument> Walk(string field, BsonValue from, BsonValue to, bool descending = false)
    {
        var query = Rows.Query().Where($"$.{field} BETWEEN @0 AND @1", from, to);
        return (descending ? query.OrderByDescending("$." + field) : query.OrderBy("$." + field)).ToEnumerable().Select(Checked);
    }

    /// <summary>Lazily, the greatest id first.</summary>
    public IEnumerable<BsonDocument> NewestFirst() => Rows.Query().OrderByDescending("$._id").ToEnumerable().Select(Checked);

    /// <param name="apart">Tells the row from others with the same key, where there may be some.</param>
    public void Insert(BsonDocument row, string? apart = null)
    {
        row["_id"] = apart is null ? IdOf(row) : $"{IdOf(row).AsString}\n{apart}";
        Rows.Insert(Sealed(row));
    }

    public void Update(BsonDocument row) => Rows.Update(Sealed(row));

    public void Delete(BsonDocument row) => Rows.Delete(row["_id"]);

    public void Clear()
    {
        foreach (var id in Rows.FindAll().Select(row => row["_id"]).ToList())
            Rows.Delete(id);
    }

    public IReadOnlyList<ContentsRow> Read(ContentsRow? after, int limit) =>
        [
            .. (after is null ? Rows.Query().OrderBy("$._id").Limit(limit) : Behind(after).OrderBy("$._id").Limit(limit))
                .ToList()
                .Select(row => ToContents(Checked(row))),
        ];

    /// <summary>Stores a row of another database; one that is there stays as it is.</summary>
    public void Add(ContentsRow contents)
    {
        var row = ToRow(contents);
        var id = IdOf(row);
        if (table.KeyColumns == 1 ? Rows.FindById(id) is null : Between("_id", id, id.AsString + Last).Count == 0)
            Insert(row);
    }

    private ILiteQueryable<BsonDocument> Behind(ContentsRow after)
    {
        var id = IdOf(ToRow(after));
        return Rows.Query().Where("$._id > @0", table.KeyColumns == 1 ? id : id.AsString + Last);
    }

    private BsonValue IdOf(BsonDocument row) =>
        table.KeyColumns == 1
            ? row[table.Columns[0].Name]
            : Key([.. table.Columns.Take(table.KeyColumns).Select(column => row[column.Name])]);

    private BsonDocument Sealed(BsonDocument row)
    {
        foreach (var column in table.Columns.Where(column => column.Kind == ContentsKind.Text))
            row[column.Name] = Storable.Text(row[column.Name].TextOrNull());
        derive?.Invoke(row);
        row[SealField] = SealOf(row);
        return row;
    }

    private BsonDocument Checked(BsonDocument row)
    {
        try
        {
            if (SealOf(row) == row[SealField].AsInt64)
                return row;
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
        {
            throw StoreDamage.Of($"a row of {table.Name} is unreadable", exception);
        }
        throw StoreDamage.Of($"the row {row["_id"].RawValue} of {table.Name} does not match its checksum".ReplaceLineEndings(" "));
    }

    private long SealOf(BsonDocument row)
    {
        var seal = new Seal();
        foreach (var column in table.Columns)
        {
            var value = row[column.Name];
            seal = column.Kind switch
            {
                ContentsKind.Number => seal.Add(value.NumberOrNull()),
                ContentsKind.Text => seal.Add(value.TextOrNull()),
                ContentsKind.Blob => value.AsBinary is { } blob ? seal.Add(blob.Length).Add(blob) : seal.Add(-1L),
                _ => value.IsNull ? seal.Add(-1L) : seal.Add(value.AsDouble),
            };
        }
        return seal.Number;
    }

    private BsonDocument ToRow(ContentsRow contents)
    {
        var row = new BsonDocument();
        foreach (var (column, value) in table.Columns.Zip(contents.Values))
            row[column.Name] = new BsonValue(value);
        return row;
    }

    private ContentsRow ToContents(BsonDocument row) => new([.. table.Columns.Select(column => row[column.Name].RawValue)]);
}
