namespace FeedAggregator.Languages;

internal sealed partial class IndonesianFrame
{
    public override string FeedIsDisabled => "Umpan ini dimatikan di berkas umpan, jadi tidak diambil.";
    public override string FeedIsGone =>
        "Penerbitnya sudah dua kali, berselang sedikitnya satu jam, menyatakan umpan ini dihapus (410); umpan ini tidak diambil lagi.";
    public override string FeedIsDue => "Sekarang waktunya diambil.";

    public override string FeedIsPolledAt(string moment, string away) => $"Diambil lagi pada {moment}, {away}.";

    public override string FeedFailsSince(string moment, string? cause) =>
        $"Gagal diambil sejak {moment}{(cause is null ? "" : $": {cause}")}.";

    public override string FeedHasMoved(string address) =>
        $"Umpan ini pindah untuk seterusnya ke {address}; alamat itulah yang diambil, bukan alamat di berkas umpan.";

    public override string FeedIsToMove(string address) =>
        $"Penerbitnya mengumumkan kepindahan ke {address}; itu dipercaya setelah tiga pengumuman selama sehari.";

    public override string FeedMayHaveGap(string moment) =>
        $"Pada {moment} dokumennya tidak lagi menjangkau butir terakhir yang sudah terlihat: mungkin ada butir yang terlewat.";

    public override string FeedIsSilent(string moment) => $"Tidak menerbitkan apa pun sejak {moment}, jauh lebih lama daripada biasanya.";
}
