using FeedAggregator.Storage;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Benchmarks.Storage;

/// <summary>
/// What the same items cost at least: one table with its unique key, prepared inserts, 64 polls to a commit as durable as ours (WAL, <c>synchronous=FULL</c>). No compression, no checksums, no story, no search.
/// </summary>
internal sealed class PlainSqlite : IDisposable
{
    private const int PollsInCommit = 64;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _find;
    private readonly SqliteParameter[] _values;

    public PlainSqlite(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Run("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32768");
        Run("create table items (id integer primary key, feed integer, key integer, title text, link text, at integer, body text)");
        Run("create unique index items_key on items (feed, key)");
        _insert = _connection.CreateCommand();
        _insert.CommandText =
            "insert into items (feed, key, title, link, at, body) values ($feed, $key, $title, $link, $at, $body) on conflict do nothing";
        _values = [.. new[] { "$feed", "$key", "$title", "$link", "$at", "$body" }.Select(x => _insert.Parameters.Add(new(x, null)))];
        _insert.Prepare();
        _find = _connection.CreateCommand();
        _find.CommandText = "select id from items where feed = $feed and key = $key";
        _find.Parameters.Add(new("$feed", null));
        _find.Parameters.Add(new("$key", null));
        _find.Prepare();
    }

    public void Ingest(MadeNews news, long polls, long total) =>
        EachPoll(
            polls,
            (feed, n) =>
            {
                var item = news.Item(n, total);
                object?[] row =
                [
                    feed,
                    item.Keys[0],
                    item.Content.Title,
                    item.Content.Link,
                    item.NewsAt.ToUnixTimeMilliseconds(),
                    item.Content.BodyHtml,
                ];
                for (var i = 0; i < row.Length; i++)
                    _values[i].Value = row[i];
                _insert.ExecuteNonQuery();
            }
        );

    public void LookUp(MadeNews news, long polls, long total) =>
        EachPoll(
            polls,
            (feed, n) =>
            {
                _find.Parameters[0].Value = feed;
                _find.Parameters[1].Value = news.Item(n, total).Keys[0];
                if (_find.ExecuteScalar() is null)
                    throw new InvalidOperationException($"Item {n} is not there.");
            }
        );

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _connection.Dispose();
    }

    private void EachPoll(long polls, Action<long, long> each)
    {
        for (var from = 0L; from < polls; from += PollsInCommit)
        {
            using var transaction = _connection.BeginTransaction();
            (_insert.Transaction, _find.Transaction) = (transaction, transaction);
            for (var poll = from; poll < Math.Min(polls, from + PollsInCommit); poll++)
            {
                for (var i = 0; i < MadeNews.PollItems; i++)
                    each(poll % MadeNews.Feeds, (poll * MadeNews.PollItems) + i);
            }
            transaction.Commit();
        }
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
