-- Up to where this service has told its audit trail.
create table rt_audit_told (
    one      boolean     primary key default true check (one),
    position bigint      not null default 0,
    told_at  timestamptz not null default 'epoch'
);
insert into rt_audit_told default values;

-- What other services told of theirs. Two hashes of one place are two rows: then it was rewritten.
create table rt_audit_head (
    service  text        not null,
    position bigint      not null,
    hash     text        not null,
    kept_at  timestamptz not null default now(),
    primary key (service, position, hash)
);
create trigger rt_append_only before update or delete or truncate on rt_audit_head
    for each statement execute function rt_append_only();
