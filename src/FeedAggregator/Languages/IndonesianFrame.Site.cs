namespace FeedAggregator.Languages;

internal sealed partial class IndonesianFrame
{
    // Around every page
    public override string Latest => "Terbaru";
    public override string LatestNews => "Berita terbaru";
    public override string Feeds => "Umpan";
    public override string SkipToContent => "Langsung ke isi";
    public override string SubscriptionsText => "Langganan lewat surel.";

    // Digests and editions
    public override string Sections => "Rubrik di halaman ini";
    public override string AlwaysCurrent => "Selalu terbaru";
    public override string Preview => "Pratinjau edisi berikutnya";
    public override string PreviewText => "Isi edisi berikutnya seandainya diterbitkan sekarang.";

    public override string LeftOut(int count) => $"Tidak dimuat ({Number(count, ".")})";

    public override string AsFeed => "Edisi sebagai umpan";

    // What went wrong, for readers
    public override string NotFoundTitle => "Halaman ini tidak ada";
    public override string NotFoundText => "Alamatnya tidak lengkap atau salah ketik, atau isinya sudah dihapus.";
    public override string BadRequestTitle => "Permintaan tidak dapat dipahami";
    public override string BadRequestText => "Ada yang tidak semestinya pada alamat atau formulir.";
    public override string BrokenTitle => "Ada yang rusak di sini";
    public override string BrokenText => "Ini kesalahan kami, dan sudah dicatat. Silakan coba lagi nanti.";

    public override string NoSuchDigest(string name) => $"Tidak ada ringkasan “{name}”.";

    public override string NoEditionYet(string name) => $"Ringkasan “{name}” belum punya edisi.";

    public override string NoSuchEdition(string wanted, string name, int last) =>
        $"Tidak ada edisi “{wanted}” dari “{name}”; edisinya dari 1 sampai {Number(last, ".")}.";

    public override string NoSuchFeed(string id) => $"Tidak ada umpan “{id}”.";

    // The feeds and how they fare
    public override string FeedsText => "Keadaan setiap umpan.";
    public override string Feed => "Umpan";
    public override string State => "Keadaan";
    public override string ItemsADay => "Butir per hari";
    public override string LastSuccess => "Terakhir berhasil";
    public override string NextPoll => "Pengambilan berikutnya";
    public override string LastPolls => "Pengambilan terakhir";
    public override string LastItems => "Butir terakhir";
    public override string AllItems => "Semua beritanya selama tujuh hari";
    public override string Never => "belum pernah";
    public override string NotPolled => "tidak diambil lagi";
    public override string FindFeed => "Cari umpan";
    public override string Show => "Tampilkan";
    public override string AllFeeds => "Semua";
    public override string OnlyTroubled => "Bermasalah";
    public override string NoFeedFound => "Tidak ada umpan yang cocok.";
    public override string NoFeeds => "Belum ada umpan. Tuliskan satu di feeds.yaml, di bawah “feeds”, maka ia muncul di sini.";

    public override string PageOf(int page, int pages) => $"Halaman {Number(page, ".")} dari {Number(pages, ".")}";

    public override string Address => "Alamat";
    public override string MovedTo => "Pindah ke";
    public override string Site => "Situs";
    public override string Tags => "Rubrik";
    public override string ItemsStored => "Butir tersimpan";
    public override string AtMostEvery => "Diambil paling sering setiap";
    public override string PolledAt => "Waktu";
    public override string Outcome => "Hasil";
    public override string Bytes => "Bita";
    public override string Seconds => "Detik";
    public override string NewItems => "Baru";
    public override string Entries => "Entri";

    public override string FeedCount(int count) => $"{Number(count, ".")} umpan";

    public override string TroubleCount(int count) => $"{Number(count, ".")} bermasalah";

    public override string FeedStatus(string status) =>
        status switch
        {
            "new" => "belum diambil",
            "active" => "baik",
            "failing" => "gagal",
            "stale" => "lama gagal",
            "gone" => "sudah tidak ada",
            "disabled" => "dimatikan",
            _ => status,
        };

    public override string Failure(string failure) =>
        failure switch
        {
            "timeout" => "peladen terlalu lama menjawab",
            "too-large" => "dokumen terlalu besar",
            "decompression" => "dokumen tidak dapat dibuka kompresinya",
            "too-many-redirects" => "dialihkan berputar-putar",
            "blocked-address" => "alamat tidak diizinkan",
            "bad-scheme" => "bukan alamat web",
            "not-a-feed" => "halaman, bukan umpan",
            "parse-error" => "dokumen tidak terbaca",
            "gone" => "sudah dihapus penerbitnya",
            "rate-limited" => "peladen meminta kita lebih jarang datang",
            "http-4xx" => "peladen menolak atau tidak punya halaman itu",
            "http-5xx" => "peladen sedang rusak",
            "connection" => "peladen tidak dapat dihubungi",
            "tls" => "sambungan tidak dapat diamankan",
            "dns" => "nama peladen tidak dikenal",
            "truncated" => "dokumen terputus",
            _ => failure,
        };

    public override string PollOutcome(string outcome) =>
        outcome switch
        {
            "ok" => "dibaca",
            "not-modified" => "tidak berubah",
            "error" => "gagal",
            "deferred" => "ditunda",
            "pushed" => "dikirim oleh hub",
            _ => outcome,
        };

    public override string Duration(TimeSpan time) => Span(Largest(time));

    public override string Rate(double perDay) => Rate(perDay, ".", ",");
}
