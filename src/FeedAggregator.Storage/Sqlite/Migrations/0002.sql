-- Editions, subscriptions and what is sent. Instants are milliseconds since 1970, UTC. Flags are 0 or 1.

-- How far each digest has come.
create table digests (
    name text primary key,
    due_at integer not null,
    changed_up_to integer not null,
    number integer not null
) strict, without rowid;

create table editions (
    key integer primary key,
    digest text not null references digests (name),
    number integer,                 -- null: skipped
    title text not null,
    from_at integer not null,
    due_at integer not null,
    frozen_at integer not null,
    stories integer not null,
    document blob,                  -- null: skipped
    unique (digest, number)
) strict;
create index editions_due on editions (digest, due_at);

-- Which stories a digest has had.
create table edition_stories (
    digest text not null,
    story integer not null,
    edition integer not null references editions (key),
    primary key (digest, story)
) strict, without rowid;

create table subscriptions (
    id integer primary key,
    digest text not null,
    channel integer not null,       -- 0 mail, 1 webhook
    target text not null,
    target_key text not null,       -- the target without its case
    target_hash text not null,      -- SHA-256 of the key: what suppressions know
    status integer not null,        -- 0 pending, 1 active, 2 ended
    wish text not null,
    created_at integer not null,
    confirmed_at integer,
    ended_at integer,
    unique (digest, channel, target_key)
) strict;
create index subscriptions_target on subscriptions (target_key);
create index subscriptions_hash on subscriptions (target_hash);

-- SHA-256 of the tokens that confirm a subscription.
create table confirmations (
    hash text primary key,
    subscription integer not null references subscriptions (id),
    expires_at integer not null
) strict, without rowid;
create index confirmations_of on confirmations (subscription);

-- Of the last day, for limits.
create table sign_ups (
    at integer not null,
    network text not null,
    target_hash text not null
) strict;
create index sign_ups_network on sign_ups (network, at);
create index sign_ups_target on sign_ups (target_hash, at);

create table suppressions (
    hash text primary key,
    soft integer not null,
    last_at integer not null,
    since integer,                  -- null: not yet
    reason text not null
) strict, without rowid;

-- The outbox. A delivery of an edition is keyed by (edition, subscription); letters have no edition.
create table deliveries (
    id integer primary key,
    kind integer not null,          -- 0 edition, 1 confirmation, 2 reminder
    subscription integer not null references subscriptions (id),
    edition integer references editions (key),
    state integer not null,         -- 0 waiting, 1 sent, 2 given up, 3 skipped
    due_at integer not null,
    lease integer not null,         -- grows with each claim: the holder knows the number
    lease_until integer not null,   -- 0: nobody has it
    attempts integer not null,
    in_doubt integer not null,      -- handed over, and no answer recorded
    doubts integer not null,        -- handed over again while in doubt
    ended_at integer,
    note text,
    unique (edition, subscription)
) strict;
create index deliveries_due on deliveries (due_at, id) where state = 0;
create index deliveries_of on deliveries (subscription, id);
create index deliveries_state on deliveries (state, id);

create table keys (
    name text primary key,
    value blob not null
) strict, without rowid;
