-- From where people have signed in before; whoever comes from elsewhere is told of it.
create table rt_known_device (
    person_id   uuid        not null,
    -- SHA-256 of the browser's own token, or of what a program calls itself and its address.
    device_hash text        not null,
    first_at    timestamptz not null default now(),
    last_at     timestamptz not null default now(),
    primary key (person_id, device_hash)
);
create index rt_known_device_by_age on rt_known_device (last_at);
