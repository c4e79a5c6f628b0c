-- Stories: corrections by an admin, and rows of the story window that have changed.
create table story_bars (
    item bigint not null,
    story bigint not null,         -- an admin has parted the item from it
    primary key (item, story)
);
alter table tally add column renewals bigint not null default 0;
alter table fingerprints add column renewed bigint not null default 0; -- the renewal by which it, or its item's story, changed last
create index fingerprints_renewed on fingerprints (renewed) where renewed > 0;

-- Retention asks of every old item whether an edition has had its story.
create index edition_stories_story on edition_stories (story);

-- What the transport said of a document: reading it again must come to the same.
alter table documents add column content_language text;
alter table documents add column content_location text;

-- What editions ask for: items by when they were seen or last changed.
create index items_touched on items (coalesce(changed_at, seen_at));
-- Up to which item editions of the digest have looked, whatever the clock said; null: not known yet.
alter table digests add column last_item bigint;

-- Stories on the same event in other words: links, never one story.
create table story_links (
    story bigint not null,
    other bigint not null,         -- it was there before
    score double precision not null,
    primary key (story, other)
);

-- What hubs were asked to push (W3C WebSub).
create table hubs (
    id text primary key,            -- of the callback
    feed bigint not null references feeds (key),
    wanted bigint not null,         -- 0: it is to end
    due_at bigint not null,
    subscription text not null
);
create index hubs_feed on hubs (feed);
create index hubs_due on hubs (due_at);
