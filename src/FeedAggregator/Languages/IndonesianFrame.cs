using System.Globalization;

namespace FeedAggregator.Languages;

/// <summary>Indonesian has one plural form: the number says it.</summary>
internal sealed partial class IndonesianFrame : FrameLanguage
{
    private static readonly string[] Months =
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];

    private static readonly string[] ShortMonths = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];

    private static readonly string[] Days = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];

    public override string Tag => "id";

    public override string LongDate(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{Days[(int)local.DayOfWeek]}, {local.Day:00} {Months[local.Month - 1]} {local.Year}");

    public override string ShortDate(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{local.Day} {ShortMonths[local.Month - 1]}");

    public override string Time(DateTime local) => string.Create(CultureInfo.InvariantCulture, $"{local.Hour:00}.{local.Minute:00}");

    public override string DateAndTime(DateTime local) => $"{LongDate(local)} pukul {Time(local)}";

    public override string ShortDateAndTime(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{ShortDate(local)} {local.Year}, {Time(local)}");

    public override string Ago(TimeSpan age) => Largest(age) is (> 0, _) span ? $"{Span(span)} yang lalu" : "baru saja";

    public override string In(TimeSpan time) => Largest(time) is (> 0, _) span ? $"dalam {Span(span)}" : "sekarang";

    public override string Stories(int count) => $"{Number(count, ".")} berita";

    public override string Outlets(int count) => $"{Number(count, ".")} media";

    public override string Items(int count) => $"{Number(count, ".")} butir";

    public override string AndMore(int count) => $"dan {Number(count, ".")} lagi";

    public override string Edition(int number) => $"Edisi {Number(number, ".")}";

    public override string SkipToStories => "Langsung ke berita";
    public override string Updated => "Diperbarui";
    public override string Digests => "Ringkasan";
    public override string NoDigests => "Belum ada ringkasan. Tuliskan satu di feeds.yaml, di bawah “digests”, maka ia muncul di sini.";
    public override string LatestEdition => "Edisi terbaru";
    public override string NextEdition => "Edisi berikutnya";
    public override string EarlierEditions => "Edisi sebelumnya";
    public override string Corrections => "Berubah sejak edisi terakhir";
    public override string Was => "Semula";
    public override string AlsoIn => "Juga di";
    public override string Related => "Terkait:";
    public override string Other => "Berita lain";
    public override string Why => "Mengapa di sini?";
    public override string OtherForms => "Bentuk lain dari ringkasan ini";
    public override string Pages => "Halaman";
    public override string EmptyTitle => "Belum ada berita di sini";
    public override string EmptyText =>
        "Tidak ada yang terbit pada rentang waktu ini yang sesuai dengan ringkasan ini. Kembalilah sebentar lagi, pilih rentang waktu yang lebih panjang, atau longgarkan penyaringnya.";
    public override string EmptyEdition => "Tidak ada yang terbit pada rentang waktu ini yang sesuai dengan ringkasan ini.";
    public override string Previous => "Sebelumnya";
    public override string Next => "Berikutnya";
    public override string Subscribe => "Berlangganan";
    public override string ReadOnWeb => "Baca di web";
    public override string Unsubscribe => "Berhenti berlangganan";
    public override string Manage => "Ubah langganan Anda";
    public override string WhyMail => "Anda menerima surel ini karena Anda berlangganan.";
    public override string Untitled => "Tanpa judul";

    private static string Span((int Count, char Unit) span) =>
        $"{Number(span.Count, ".")} {span.Unit switch
        {
            'm' => "menit",
            'h' => "jam",
            _ => "hari",
        }}";
}
