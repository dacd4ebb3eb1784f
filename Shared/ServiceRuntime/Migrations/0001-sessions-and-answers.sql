-- What every service keeps beside its own tables: answers given (idempotency), and keys that sign and verify sessions.

create table rt_idempotency (
    person       text        not null,
    key          text        not null,
    route        text        not null,
    request_hash text        not null,
    status       integer,
    body         text,
    created_at   timestamptz not null default now(),
    primary key (person, key),
    constraint rt_idempotency_answered check ((status is null) = (body is null))
);
comment on table rt_idempotency is 'One row per Idempotency-Key, written in the transaction of its effect; kept 24 hours.';
create index rt_idempotency_age on rt_idempotency (created_at);

create table rt_session_key (
    key_id      uuid        primary key,
    secret      text        not null,
    valid_until timestamptz not null,
    created_at  timestamptz not null default now()
);
comment on table rt_session_key is 'Ed25519 private keys this service signs sessions with; empty where nobody signs in.';

create table rt_signing_key (
    key_id      uuid        primary key,
    service     text        not null,
    public_key  text        not null,
    valid_until timestamptz not null,
    stored_at   timestamptz not null default now()
);
comment on table rt_signing_key is 'Public keys that sessions are verified with, as their services published them.';
