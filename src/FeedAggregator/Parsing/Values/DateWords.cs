using System.Collections.Frozen;

namespace FeedAggregator.Parsing.Values;

internal enum DateWord
{
    Month,
    Filler,
    Morning,
    Afternoon,
    Year,
    MonthMark,
    MonthNext,
    Day,
    TimeMark,
    HourMark,
    Zone,
}

/// <summary>The words that dates are written with. <c>Value</c>: a month from 1, or a zone's minutes east of UTC.</summary>
internal static class DateWords
{
    private static readonly string[] MonthsByLanguage =
    [
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan febr mars avr mei june juli augustus sept okt novem dez",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jän feb mär apr mai jun jul aug sept okt nov dez",
        "jänner feber maerz april mai juni juli august september oktober november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "janv fevrier mars avr mai juin jui aout sept oct nov decembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago setiembre oct nov dic",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "januar februar marts april maj juni juli august september oktober november desember",
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "január február március április május június július augusztus szeptember október november december",
        "jan febr márc ápr máj jún júl aug szept okt nov dec",
        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "ian feb mar apr mai iun iul aug sept oct noi dec",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "oca şub mar nis may haz tem ağu eyl eki kas ara",
        "januari februari maret april mei juni juli agustus september oktober november desember",
        "jan peb mar apr mei jun jul agt sep okt nop des",
        "jan feb mar apr mei jun jul agu sep okt nov des",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "янв фев мар апр май июн июл авг сен окт ноя дек",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
        "ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
        "ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
        "януари февруари март април май юни юли август септември октомври ноември декември",
        "січ лют бер кві тра чер лип сер вер жов лис гру",
        "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
        "januari februari mac april mei jun julai ogos september oktober november disember",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
        "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
        "जनवरी फ\u093Cरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर",
        "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        "ιαν φεβ μάώ απρ μαι ιον ιολ αύγ σεπ οκτ νον δεκ",
    ];

    private const string Fillers =
        "at of on de del den d le la um uhr klo kl kell às as st nd rd th er г года в o' the năm lúc الساعة בשעה";

    private static readonly (string Names, int Minutes)[] Zones =
    [
        ("z ut utc gmt wet uct zulu", 0),
        ("met mez cet bst west wat", 60),
        ("mest cest eet sast cat mesz", 120),
        ("eest msk trt eat idt", 180),
        ("msd gst", 240),
        ("pkt", 300),
        ("ist", 330),
        ("npt", 345),
        ("wib ict", 420),
        ("wita sgt hkt awst pht myt", 480),
        ("wit jst kst", 540),
        ("acst", 570),
        ("aest", 600),
        ("acdt", 630),
        ("aedt", 660),
        ("nzst", 720),
        ("nzdt", 780),
        ("ndt", -150),
        ("adt art brt uyt", -180),
        ("nst", -210),
        ("at ast edt clt", -240),
        ("et est cdt cot pet", -300),
        ("ct cst mdt", -360),
        ("mt mst pdt", -420),
        ("pt pst akdt", -480),
        ("akst", -540),
        ("hst", -600),
    ];

    private static readonly FrozenDictionary<string, (DateWord Kind, int Value)> Words = Build();

    public static bool TryFind(ReadOnlySpan<char> word, out (DateWord Kind, int Value) found) =>
        Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out found);

    private static FrozenDictionary<string, (DateWord, int)> Build()
    {
        var words = new Dictionary<string, (DateWord, int)>(StringComparer.OrdinalIgnoreCase)
        {
            ["am"] = (DateWord.Morning, 0),
            ["오전"] = (DateWord.Morning, 0),
            ["上午"] = (DateWord.Morning, 0),
            ["午前"] = (DateWord.Morning, 0),
            ["ص"] = (DateWord.Morning, 0),
            ["م"] = (DateWord.Afternoon, 0),
            ["पूर्वाह्न"] = (DateWord.Morning, 0),
            ["अपराह्न"] = (DateWord.Afternoon, 0),
            ["tháng"] = (DateWord.MonthNext, 0),
            ["thg"] = (DateWord.MonthNext, 0),
            ["pm"] = (DateWord.Afternoon, 0),
            ["오후"] = (DateWord.Afternoon, 0),
            ["下午"] = (DateWord.Afternoon, 0),
            ["午後"] = (DateWord.Afternoon, 0),
            ["t"] = (DateWord.TimeMark, 0),
            ["h"] = (DateWord.HourMark, 0),
        };
        foreach (var language in MonthsByLanguage)
        {
            var names = language.Split(' ');
            for (var i = 0; i < names.Length; i++)
                words.TryAdd(names[i], (DateWord.Month, i + 1));
        }
        foreach (var (names, minutes) in Zones)
        {
            foreach (var name in names.Split(' '))
                words.TryAdd(name, (DateWord.Zone, minutes));
        }
        foreach (var (marks, kind) in new[] { ("年년", DateWord.Year), ("月월", DateWord.MonthMark), ("日일", DateWord.Day) })
        {
            foreach (var mark in marks)
                words.Add(mark.ToString(), (kind, 0));
        }
        foreach (var mark in "時시点點")
            words.Add(mark.ToString(), (DateWord.HourMark, 0));
        foreach (var name in Fillers.Split(' '))
            words.TryAdd(name, (DateWord.Filler, 0));
        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
