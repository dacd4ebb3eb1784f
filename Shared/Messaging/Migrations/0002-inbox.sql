-- The consuming side. msg_position is the number of the last event applied, per aggregate: the next is applied, an older
-- one is a duplicate, a later one waits in msg_inbox for the ones before it.

create table msg_position (
    aggregate_type text not null,
    aggregate_id uuid not null,
    part smallint not null,
    sequence bigint not null check (sequence > 0),
    primary key (aggregate_type, aggregate_id)
);

create table msg_inbox (
    id bigint generated always as identity primary key,
    state text not null check (state in ('waiting', 'not_yet', 'retry', 'parked')),
    part smallint not null,
    aggregate_type text,
    aggregate_id uuid,
    sequence bigint,
    event_id uuid,
    type text,
    version int,
    envelope jsonb,
    body bytea not null,
    attempts int not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp(),
    error text,
    -- why it is parked: handler, undecodable, unknown_type, crash, dead_letter
    cause text,
    received_at timestamptz not null default clock_timestamp(),
    unique (aggregate_type, aggregate_id, sequence)
);
create index msg_inbox_due on msg_inbox (part, next_attempt_at) where state in ('not_yet', 'retry');
create index msg_inbox_parked on msg_inbox (id) where state = 'parked';

-- A hole in a stream that was noticed: by a later event, or by a head that the publisher announced.
create table msg_gap (
    aggregate_type text not null,
    aggregate_id uuid not null,
    part smallint not null,
    missing_through bigint not null,
    noticed_at timestamptz not null default clock_timestamp(),
    asked_at timestamptz,
    asked int not null default 0,
    primary key (aggregate_type, aggregate_id)
);
create index msg_gap_part on msg_gap (part, noticed_at);

-- An event that was seen redelivered is counted before its handler runs, so that one that kills the process is found.
create table msg_attempt (
    event_id uuid primary key,
    attempts int not null,
    last_at timestamptz not null default clock_timestamp()
);

-- Aggregate types whose heads were asked for when they were first followed.
create table msg_followed (
    aggregate_type text primary key,
    since timestamptz not null default clock_timestamp()
);

create table msg_operator_action (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    action text not null,
    inbox_id bigint not null,
    event_id uuid,
    reason text
);
