-- The first schema. Frozen: later changes are migrations of their own. Instants are milliseconds since 1970, UTC. Flags are 0 or 1.

-- One row: the last item id given out, and how often what readers see has changed.
create table tally (
    id integer primary key check (id = 1),
    last_item integer not null,
    changes integer not null,
    changed_at integer
) strict;
insert into tally (id, last_item, changes) values (1, 0, 0);

-- Of the database itself; 'unfinished copy' while another's contents are being copied into it.
create table facts (
    name text primary key,
    value text not null
) strict;

create table feeds (
    key integer primary key,
    id text not null unique,
    listed integer not null,        -- named in the admin's file
    pollable integer not null,      -- listed, enabled and not gone
    due_at integer not null,
    lease integer not null,         -- grows with each claim: the holder knows the number
    lease_until integer not null,   -- 0: nobody has it
    applied integer not null,       -- the lease whose plan was applied last
    polls integer not null,         -- so many so far: picks the slot of the next record
    items integer not null,
    newest_at integer,
    settings text not null,
    state text not null,
    seal integer not null           -- over settings and state
) strict;
create index feeds_due on feeds (due_at) where pollable = 1;

create table feed_tags (
    tag text not null,
    feed integer not null references feeds (key),
    primary key (tag, feed)
) strict, without rowid;

-- The last 64 polls of each feed, in a ring.
create table polls (
    feed integer not null references feeds (key),
    slot integer not null,
    number integer not null,
    record text not null,
    primary key (feed, slot)
) strict, without rowid;

-- The last document of each feed, for replay.
create table documents (
    feed integer primary key references feeds (key),
    at integer not null,
    final_url text not null,
    content_type text,
    body blob not null
) strict;

create table items (
    id integer primary key,
    feed integer not null references feeds (key),
    story integer not null,
    news_at integer not null,
    seen_at integer not null,
    published integer,
    updated integer,
    changed_at integer,
    backlog integer not null,
    revisions integer not null,
    content_hash integer not null,
    title text not null,
    link text,
    excerpt text not null,
    author text,
    language text,
    image_url text,
    match_layer text,
    match_score real not null,
    match_evidence text,
    seal integer not null
) strict;
create index items_news on items (news_at, id, feed, backlog);
create index items_feed on items (feed, news_at, id, backlog);
create index items_story on items (story);

create table bodies (
    item integer primary key references items (id),
    body blob not null
) strict;

create table revisions (
    item integer not null references items (id),
    number integer not null,
    replaced_at integer not null,
    content blob not null,
    primary key (item, number)
) strict, without rowid;

-- What an item is known by within its feed. Stays when the item is purged: a tombstone.
create table identities (
    feed integer not null,
    key integer not null,
    item integer not null,
    primary key (feed, key)
) strict, without rowid;

-- Only of items young enough for the story window.
create table fingerprints (
    item integer primary key references items (id),
    fingerprint blob not null
) strict;

-- The text is already folded and cut into words: the index has only to split at blanks.
create virtual table search using fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
-- Fewer, larger merges: 4.2 to 2.6 ms CPU for a poll of 25 items (docs/technotes/storage.md).
insert into search (search, rank) values ('automerge', 8);
insert into search (search, rank) values ('hashsize', 4194304);
