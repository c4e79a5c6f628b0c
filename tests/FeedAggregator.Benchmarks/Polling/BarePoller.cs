using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Xml;
using Microsoft.Data.Sqlite;

namespace FeedAggregator.Benchmarks.Polling;

/// <summary>
/// About the least a program can do with feeds: ask with the last ETag, pass by bytes that are the same, pull title, link, guid and text out with an <see cref="XmlReader"/>,
/// and insert what has a new guid, a hundred feeds to a commit that waits for no disk. No limits, no repair, no cleaning, no stories, no search.
/// </summary>
internal sealed class BarePoller : IDisposable
{
    private const int FeedsInCommit = 100;
    private static readonly XmlReaderSettings Bare = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        IgnoreWhitespace = true,
        CheckCharacters = false,
    };

    private readonly SqliteConnection _store;
    private readonly Lock _gate = new();
    private readonly List<(string Url, string? Tag, string Hash, List<string?[]> Items)> _waiting = [];

    private BarePoller(string path)
    {
        _store = new SqliteConnection($"Data Source={path};Pooling=False");
        _store.Open();
        Run("pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536");
        Run("create table if not exists feeds (url text primary key, tag text, hash text)");
        Run(
            "create table if not exists items (id integer primary key, url text, guid text, title text, link text, body text, unique (url, guid))"
        );
    }

    public static async Task<int> RunAsync(string store, string addresses)
    {
        using var poller = new BarePoller(store);
        var known = poller.Known();
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.None,
                UseProxy = false,
                UseCookies = false,
            }
        );
        await Parallel.ForEachAsync(
            await File.ReadAllLinesAsync(addresses),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (url, ct) => await poller.PollAsync(http, url, known.GetValueOrDefault(url), ct)
        );
        poller.Store();
        return 0;
    }

    public void Dispose() => _store.Dispose();

    private async Task PollAsync(HttpClient http, string url, (string? Tag, string Hash) last, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        if (last.Tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", last.Tag);
        using var answer = await http.SendAsync(request, ct);
        if (answer.StatusCode != HttpStatusCode.OK)
            return;
        var bytes = await answer.Content.ReadAsByteArrayAsync(ct);
        var hash = Convert.ToHexString(SHA256.HashData(bytes));
        if (hash == last.Hash)
            return;
        var items = Read(bytes);
        lock (_gate)
        {
            _waiting.Add((url, answer.Headers.ETag?.ToString(), hash, items));
            if (_waiting.Count >= FeedsInCommit)
                Store();
        }
    }

    private static List<string?[]> Read(byte[] gzip)
    {
        using var xml = XmlReader.Create(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress), Bare);
        var items = new List<string?[]>();
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "item" })
                items.Add(new string?[4]);
            var part =
                items.Count == 0 || xml.NodeType != XmlNodeType.Element
                    ? -1
                    : Array.IndexOf(["guid", "title", "link", "description"], xml.LocalName);
            if (part >= 0)
                items[^1][part] = xml.ReadElementContentAsString();
            else
                xml.Read();
        }
        return items;
    }

    private void Store()
    {
        using var transaction = _store.BeginTransaction();
        using var insert = Prepared(
            "insert into items (url, guid, title, link, body) values ($0, $1, $2, $3, $4) on conflict do nothing",
            5
        );
        using var mark = Prepared("insert or replace into feeds (url, tag, hash) values ($0, $1, $2)", 3);
        foreach (var (url, tag, hash, items) in _waiting)
        {
            foreach (var item in items)
                Execute(insert, [url, .. item]);
            Execute(mark, [url, tag, hash]);
        }
        transaction.Commit();
        _waiting.Clear();
    }

    private Dictionary<string, (string?, string)> Known()
    {
        using var command = _store.CreateCommand();
        command.CommandText = "select url, tag, hash from feeds";
        using var row = command.ExecuteReader();
        var known = new Dictionary<string, (string?, string)>();
        while (row.Read())
            known[row.GetString(0)] = (row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2));
        return known;
    }

    private SqliteCommand Prepared(string sql, int values)
    {
        var command = _store.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values; i++)
            command.Parameters.Add(new($"${i}", null));
        command.Prepare();
        return command;
    }

    private static void Execute(SqliteCommand command, ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = (object?)values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private void Run(string sql)
    {
        using var command = _store.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
