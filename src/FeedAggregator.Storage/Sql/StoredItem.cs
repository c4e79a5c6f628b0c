using System.Data.Common;

namespace FeedAggregator.Storage.Sql;

/// <summary>An item with its body still packed.</summary>
internal sealed record StoredItem(ItemRow Row, byte[]? Body)
{
    public static StoredItem Read(DbDataReader row) => new(ItemRow.Read(row), row.BytesOrNull(ItemRow.Width));
}
