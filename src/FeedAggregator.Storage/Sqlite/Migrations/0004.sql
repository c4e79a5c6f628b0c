-- Feeds whose server asked for quiet (Retry-After): few, and looked for every few seconds.
create index feeds_quiet on feeds (key) where state like '%"RetryAfter":%';

-- The reports of bounces counted so far, as hashes parted by blanks: one that comes twice counts once.
alter table suppressions add column counted text not null default '';

-- Sixteen segments to a merge, spread over the commits that follow; at 'crisismerge' a commit would do all of it itself, for seconds.
insert into search (search, rank) values ('automerge', 16);
insert into search (search, rank) values ('crisismerge', 64);
