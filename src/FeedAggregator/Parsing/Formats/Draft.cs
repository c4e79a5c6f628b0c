namespace FeedAggregator.Parsing.Formats;

/// <summary>What has been read of a feed or an item so far: the same elements mean the same in both.</summary>
internal sealed class Draft
{
    private List<Category>? _categories;
    private List<Enclosure>? _enclosures;
    private List<Link>? _links;
    private List<string>? _hubs;
    private List<int>? _skipHours;
    private List<string>? _skipDays;

    // Fields, not properties: an offer changes the struct in place.
    public Pick<TextConstruct> Title;
    public Pick<TextConstruct> Summary;
    public Pick<TextConstruct> Content;
    public Pick<TextConstruct> Rights;
    public Pick<string> Link;
    public Pick<string> Self;
    public Pick<string> Id;
    public Pick<string> Language;
    public Pick<string> Image;
    public Pick<string> Icon;
    public Pick<string> Generator;
    public Pick<string> ContentSrc;
    public Pick<string> NewUrl;
    public Pick<string> NextUrl;
    public Pick<string> CommentsUrl;
    public Pick<string> CommentsFeedUrl;
    public Pick<string> ContentLanguage;
    public Pick<string> SummaryLanguage;
    public Pick<string> TitleLanguage;
    public Pick<ItemSource> Source;
    public PickDate Published;
    public PickDate Updated;
    public PickValue<int> TtlMinutes;
    public PickValue<int> DurationSeconds;
    public PickValue<bool> Explicit;
    public PickList<Person> Authors;
    public PickList<Person> Contributors;

    public string? UpdatePeriod { get; set; }

    public int? UpdateFrequency { get; set; }

    public IReadOnlyList<Enclosure> Enclosures => _enclosures ?? (IReadOnlyList<Enclosure>)[];

    public IReadOnlyList<Category> Categories => _categories ?? (IReadOnlyList<Category>)[];

    public IReadOnlyList<Link> Links => _links ?? (IReadOnlyList<Link>)[];

    public IReadOnlyList<string> Hubs => _hubs ?? (IReadOnlyList<string>)[];

    public IReadOnlyList<int> SkipHours => _skipHours ?? (IReadOnlyList<int>)[];

    public IReadOnlyList<string> SkipDays => _skipDays ?? (IReadOnlyList<string>)[];

    public void Add(Category category) => (_categories ??= []).Add(category);

    public void Add(Enclosure enclosure) => (_enclosures ??= []).Add(enclosure);

    public void Add(Link link) => (_links ??= []).Add(link);

    public void AddHub(string url) => (_hubs ??= []).Add(url);

    public void AddSkipHour(int hour) => (_skipHours ??= []).Add(hour);

    public void AddSkipDay(string day) => (_skipDays ??= []).Add(day);
}
