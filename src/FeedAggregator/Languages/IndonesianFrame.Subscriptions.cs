namespace FeedAggregator.Languages;

internal sealed partial class IndonesianFrame
{
    // Signing up
    public override string SubscribeByMail => "Berlangganan lewat surel";
    public override string SubscribeText => "Setiap edisi dikirim ke kotak surat Anda begitu terbit, atau pada jam yang Anda pilih.";
    public override string MailAddress => "Alamat surel";
    public override string Digest => "Ringkasan";
    public override string When => "Waktu pengiriman";
    public override string AsPublished => "segera setelah terbit";

    public override string AtHour(string time) => $"pukul {time}";

    public override string TimeZone => "Zona waktu";
    public override string TimeZoneHint => "Pilih kota yang jamnya sama dengan jam Anda.";
    public override string OnlyAbout => "Hanya berita tentang";
    public override string OnlyAboutHint => "Kata atau frasa, dipisahkan dengan koma; kosongkan untuk semua berita.";
    public override string NotAbout => "Tanpa berita tentang";
    public override string NotAboutHint => "Kata atau frasa, dipisahkan dengan koma.";
    public override string OnlyTagged => "Hanya dari rubrik ini";
    public override string OnlyTaggedHint => "Tidak ada yang dicentang berarti semua.";
    public override string YourChoice => "Pilihan berita Anda sendiri";
    public override string SubscribePromise =>
        "Anda akan menerima satu surat yang meminta konfirmasi. Alamat ini hanya dipakai untuk ringkasan ini; setiap surat memuat tautan untuk berhenti.";
    public override string NoMailTitle => "Tidak ada langganan lewat surel";
    public override string NoMailText =>
        "Situs ini tidak mengirim surel. Setiap ringkasan juga tersedia sebagai umpan: ikuti dengan pembaca umpan.";
    public override string AllDigests => "Semua ringkasan";
    public override string FormTitle => "Itu tidak berhasil";
    public override string FormText => "Formulir tidak terbaca. Silakan coba lagi.";
    public override string TheForm => "Formulir";
    public override string TooManyTitle => "Terlalu banyak permintaan";
    public override string TooManyText => "Banyak langganan diminta dari jaringan Anda. Silakan coba lagi dalam satu jam.";
    public override string CheckMailTitle => "Periksa kotak surat Anda";
    public override string CheckMailText =>
        "Jika alamat itu dapat disurati, surat sedang dikirim. Buka tautan di dalamnya dalam waktu 48 jam untuk mengonfirmasi.";

    // Confirming, changing, leaving
    public override string ConfirmTitle => "Konfirmasikan langganan Anda";
    public override string ConfirmText => "Tekan tombolnya sekali, dan edisi berikutnya dikirim kepada Anda.";
    public override string Confirm => "Konfirmasi";
    public override string ConfirmedTitle => "Anda sudah berlangganan";

    public override string ConfirmedText(string title, string mailbox) => $"Edisi “{title}” berikutnya dikirim ke {mailbox}.";

    public override string YourSubscriptions => "Langganan Anda";
    public override string NoSubscription => "Kotak surat ini tidak punya langganan.";
    public override string Save => "Simpan";
    public override string Saved => "Tersimpan.";
    public override string LeftOne => "Anda sudah berhenti; tidak ada lagi yang dikirim darinya.";
    public override string YourData => "Data Anda";
    public override string DownloadData => "Unduh semua yang tersimpan tentang kotak surat ini";
    public override string Erase => "Hapus semuanya dan berhenti";
    public override string EraseText =>
        "Semua langganan kotak surat ini berakhir, dan data yang tersimpan tentangnya dihapus. Ini tidak dapat dibatalkan.";
    public override string ErasedTitle => "Terhapus";
    public override string ErasedText => "Tidak ada lagi yang tersimpan tentang kotak surat ini, dan tidak ada lagi yang dikirim ke sana.";
    public override string LeaveText => "Tekan tombolnya sekali, dan tidak ada lagi edisi yang dikirim kepada Anda.";
    public override string LeftTitle => "Anda sudah berhenti";
    public override string LeftText => "Tidak ada lagi edisi yang dikirim kepada Anda.";
    public override string BadLinkTitle => "Tautan ini tidak berlaku";
    public override string BadLinkText =>
        "Tautan ini tidak lengkap, berubah di perjalanan, sudah pernah dipakai, atau sudah kedaluwarsa. Tidak ada yang diubah.";
    public override string SubscribeAgain => "Berlangganan lagi";

    // Mistakes in the form
    public override string NothingSaved => "Belum ada yang disimpan:";
    public override string MailboxMalformed => "Tulis alamat seperti pembaca@example.org.";
    public override string MailboxLetters => "Alamat dengan huruf selain a sampai z sebelum tanda @ belum dapat disurati.";
    public override string MailboxDomain => "Bagian setelah tanda @ bukan domain; tulis seperti example.org.";
    public override string DigestUnknown => "Pilih salah satu ringkasan.";
    public override string HourUnknown => "Pilih salah satu jam.";

    public override string ZoneUnknown(string shown) => $"“{shown}” bukan zona waktu yang kami kenal; pilih dari daftar.";

    public override string TooManyWords(int count, int most) =>
        $"{Number(count, ".")} kata terlalu banyak; pakai paling banyak {Number(most, ".")}.";

    public override string WordTooLong(string shown, int most) =>
        $"“{shown}” terlalu panjang; pakai paling banyak {Number(most, ".")} karakter.";

    public override string WordBlank(string shown) => $"“{shown}” tidak punya huruf atau angka dan tidak akan pernah ditemukan.";

    public override string SubscriptionGone => "Langganan itu sudah tidak ada.";

    // Letters

    public override string ConfirmSubject(string title) => $"Mohon konfirmasi: {title}";

    public override string ConfirmAsked(string site, string title) =>
        $"Seseorang, mungkin Anda, meminta {site} mengirim “{title}” ke kotak surat ini.";

    public override string ConfirmHow => "Untuk mengonfirmasi, buka alamat ini dalam waktu 48 jam lalu tekan tombolnya:";
    public override string ConfirmElse => "Jika bukan Anda, abaikan saja: tanpa konfirmasi tidak ada lagi yang dikirim.";

    public override string ReminderSubject(string title) => $"Langganan Anda: {title}";

    public override string ReminderText => "Ringkasan itu sudah dikirim kepada Anda, dan tidak ada yang diubah.";
    public override string ReminderManage => "Untuk mengubah atau menghentikan langganan Anda:";
    public override string ReminderLeave => "Untuk langsung berhenti dari yang ini:";
}
