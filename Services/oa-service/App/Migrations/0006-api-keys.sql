-- Keys of machines: who made them, in whose name they act, what they may.
create table api_key (
    key_id uuid primary key,
    name text not null check (name <> ''),
    key_hash text not null unique,
    acts_for uuid not null references staff,
    roles text[] not null check (roles <> '{}'),
    services text[] not null check (services <> '{}' and services <@ '{oa,crm,erp,portal}'),
    per_minute int not null check (per_minute between 1 and 100000),
    made_by uuid not null references staff,
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    -- At the other services; this one's own is in rt_api_key.
    last_used_at timestamptz
);
create index api_key_by_staff on api_key (acts_for);
