-- Keys follow each other: the newest whose time has come signs, the one before verifies until its tokens have ended.
alter table rt_session_key add column signs_from timestamptz not null default now();
update rt_session_key set signs_from = created_at;
comment on column rt_session_key.signs_from is 'From then on it signs, unless a newer one does; it is published before.';

-- Sessions of the people who sign in here; empty where nobody does.
create table rt_session (
    session_id uuid        primary key,
    person_id  uuid        not null,
    amr        text[]      not null,
    address    text,
    agent      text,
    started_at timestamptz not null default now(),
    ends_at    timestamptz not null,
    ended_at   timestamptz,
    reason     text,
    constraint rt_session_ended_for_a_reason check ((ended_at is null) = (reason is null))
);
comment on table rt_session is 'Who signed in, when, and how (amr of RFC 8176); kept a day beyond the end.';
create index rt_session_of_person on rt_session (person_id) where ended_at is null;
create index rt_session_end on rt_session (ends_at);

create table rt_refresh_token (
    token_hash text        primary key,
    session_id uuid        not null references rt_session on delete cascade,
    issued_at  timestamptz not null default clock_timestamp(),
    spent_at   timestamptz
);
comment on table rt_refresh_token is 'SHA-256 of every refresh token of a session; a spent one that comes again ends it.';
create index rt_refresh_token_of_session on rt_refresh_token (session_id);

create table rt_revocation (
    service       text        not null,
    -- A session or a person of that service.
    subject       uuid        not null,
    issued_before timestamptz not null,
    kept_until    timestamptz not null,
    primary key (service, subject)
);
comment on table rt_revocation is 'Access tokens that no longer hold although their time is not over.';
