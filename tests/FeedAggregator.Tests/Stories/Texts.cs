namespace FeedAggregator.Tests.Stories;

/// <summary>Stories of our own, in three languages, long enough to be cut.</summary>
internal static class Texts
{
    internal const string FerryTitle = "Ferry with 212 passengers freed from the ice off Halvik";

    internal const string Ferry =
        "A ferry that had been trapped in pack ice off the port of Halvik since Sunday night was freed on Tuesday morning, the coast guard said. "
        + "The icebreaker Nordkapp reached the vessel shortly after six and cut a channel eleven kilometres long back to open water. All 212 "
        + "passengers and 38 members of the crew were well, said Captain Ingrid Solberg, although the kitchen had run out of everything but oatmeal. "
        + "Northerly winds had pushed the floes together faster than the forecast said. Two fishing boats that tried to help on Monday turned back "
        + "with damaged propellers. The shipping line will refund every ticket and has put up travellers in three hotels. An inquiry into why the "
        + "ferry left port in spite of an ice warning begins next week, the transport ministry announced.";

    internal const string BridgeTitle = "Jembatan gantung Sungai Wera dibuka kembali setelah delapan bulan";

    internal const string Bridge =
        "Jembatan gantung yang membentang di atas Sungai Wera akhirnya dibuka kembali pada Sabtu pagi setelah diperbaiki selama delapan bulan. "
        + "Bupati Lasmana menyeberang paling dulu bersama murid-murid dari dua sekolah dasar di seberang sungai. Selama perbaikan mereka harus "
        + "naik perahu atau berjalan memutar sejauh sembilan kilometer. Biaya perbaikan mencapai 4,7 miliar rupiah, sebagian besar untuk kabel "
        + "baja baru dan lantai kayu ulin. Menurut dinas pekerjaan umum, jembatan kini mampu menahan beban dua kali lipat dari sebelumnya. Warga "
        + "Desa Karangasri berharap kendaraan roda dua tetap dilarang lewat pada jam berangkat sekolah agar anak-anak aman.";

    internal const string LibraryTitle = "云河市旧粮仓改建为图书馆周末开放";

    internal const string Library =
        "云河市一座建于上世纪五十年代的旧粮仓经过两年改造，本周六将作为市图书馆新馆对外开放。新馆共有五层，藏书三十二万册，其中儿童阅览区占据了整个一楼。"
        + "设计团队保留了原有的木梁和传送带，读者可以沿着当年运粮的坡道走到顶层的露天平台。馆长许若兰介绍说，开馆首月每天接待人数限制在一千五百人以内，"
        + "市民需要提前三天在网上预约。改造工程总投资八千六百万元，由市政府和两家本地企业共同承担。附近居民表示，过去这一带晚上很冷清，希望新馆能带来更多人气。";

    /// <summary>A report as machines write it: only names and numbers change.</summary>
    internal static (string Title, string Text) Quake(string place, string magnitude, int depth, int distance, string time) =>
        (
            $"Magnitude {magnitude} quake recorded near {place}",
            $"An earthquake of magnitude {magnitude} was recorded near {place} at {time}, the seismic network reported. Its centre was {distance} "
                + $"kilometres from {place} at a depth of {depth} kilometres. No damage or injuries were reported at first and no tsunami warning was "
                + "issued. The network asks everyone who felt the shaking to fill in its form. Figures may change as more stations report."
        );
}
