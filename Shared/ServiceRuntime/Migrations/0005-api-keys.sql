-- Keys of machines, as oa-service published them; the key itself is nowhere.
create table rt_api_key (
    key_id        uuid        primary key,
    name          text        not null,
    key_hash      text        not null unique,
    acts_for      uuid        not null,
    acts_for_name text        not null,
    roles         text[]      not null,
    services      text[]      not null,
    expires_at    timestamptz not null,
    revoked       boolean     not null,
    per_minute    integer     not null check (per_minute > 0),
    last_used_at  timestamptz
);
comment on column rt_api_key.last_used_at is 'At this service; written at most once a minute.';
