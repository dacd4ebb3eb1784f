-- The audit trail: who did what to which document, before and after, when and from where. Only ever appended to, and
-- chained by hashes, so that a change or a removal shows.

create table rt_audit (
    -- In the order of time.
    entry_id   uuid        primary key,
    at         timestamptz not null default clock_timestamp(),
    kind       text        not null check (kind in ('change', 'read', 'refusal', 'sign_in')),
    -- `staff:` or `shopper:` and the id, or `anyone`.
    actor      text        not null,
    actor_name text        not null,
    -- The API key with which a machine acted on the person's behalf.
    key_id     uuid,
    -- The method and the route: `PUT /crm/api/customers/{id}`.
    action     text        not null,
    -- Where the document is: `/crm/api/customers/0190…`.
    document   text,
    -- What was sent, without secrets.
    input      jsonb,
    address    text,
    request_id text        not null
);
-- Entries come in the order of time: a range of pages says from when to when, and costs next to nothing to keep.
create index rt_audit_by_time on rt_audit using brin (at) with (pages_per_range = 8, autosummarize = on);
create index rt_audit_by_document on rt_audit (document, entry_id desc);
create index rt_audit_by_actor on rt_audit (actor, entry_id desc);

create table rt_audit_change (
    entry_id     uuid   not null,
    change_id    bigint not null generated always as identity,
    table_name   text   not null,
    document_key text   not null,
    operation    text   not null check (operation in ('insert', 'update', 'delete')),
    -- The whole row: what differs is looked for by whoever reads, not by whoever writes.
    before       jsonb,
    after        jsonb,
    primary key (entry_id, change_id)
);

create table rt_audit_seal (
    position bigint primary key,
    entry_id uuid   not null unique,
    hash     bytea  not null
);
comment on table rt_audit_seal is 'Each entry''s place in the chain: SHA-256 over the hash before it and the entry with its changes.';

create function rt_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only appended to';
end $$;
create trigger rt_append_only before update or delete or truncate on rt_audit
    for each statement execute function rt_append_only();
create trigger rt_append_only before update or delete or truncate on rt_audit_change
    for each statement execute function rt_append_only();
create trigger rt_append_only before update or delete or truncate on rt_audit_seal
    for each statement execute function rt_append_only();

-- What a command does to a watched table. The command names its entry in `qiao.audit`, for its transaction only; what
-- events do is in the event log.
create function rt_audit_row() returns trigger language plpgsql as $$
declare
    entry text := current_setting('qiao.audit', true);
    was jsonb;
    becomes jsonb;
begin
    -- Empty once a transaction of the same session has had one.
    if entry is null or entry = '' then return null; end if;
    if tg_op <> 'INSERT' then was := to_jsonb(old); end if;
    if tg_op <> 'DELETE' then becomes := to_jsonb(new); end if;
    if was = becomes then return null; end if;
    if tg_nargs > 1 then
        was := was - tg_argv[1:];
        becomes := becomes - tg_argv[1:];
    end if;
    insert into rt_audit_change (entry_id, table_name, document_key, operation, before, after)
    values (entry::uuid, tg_table_name, coalesce(becomes, was) ->> tg_argv[0], lower(tg_op), was, becomes);
    return null;
end $$;

-- The members of a row that the other one has not, or has otherwise.
create function rt_differing(jsonb, jsonb) returns jsonb language sql immutable as $$
    select jsonb_object_agg(key, value) from jsonb_each($1) where value is distinct from $2 -> key
$$;

-- Watches a table: `select rt_watch('staff', 'staff_id', 'password_hash')`; the columns after the key are secrets, which
-- the trail leaves out.
create function rt_watch(watched regclass, key_column text, variadic secrets text[] default '{}') returns void
language plpgsql as $$
begin
    execute format(
        'create trigger rt_audit_row after insert or update or delete on %s for each row execute function rt_audit_row(%s)',
        watched, (select string_agg(quote_literal(argument), ', ') from unnest(key_column || secrets) argument));
end $$;

-- The hash of an entry with its changes, after the hash before it.
create function rt_audit_hash(previous bytea, entry uuid) returns bytea language sql stable as $$
    select sha256(previous || convert_to(jsonb_build_array(
        entry_id, extract(epoch from at), kind, actor, actor_name, key_id, action, document, input, address, request_id,
        (select jsonb_agg(jsonb_build_array(table_name, document_key, operation, before, after) order by change_id)
            from rt_audit_change change where change.entry_id = rt_audit.entry_id)
    )::text, 'UTF8'))
    from rt_audit where entry_id = entry
$$;

-- Puts the entries that have no place yet into the chain. `margin` is how far before the newest sealed one it looks for
-- entries that committed later.
create function rt_seal_audit(margin interval) returns int language plpgsql as $$
declare
    newest timestamptz;
    place bigint;
    chained bytea;
    entry uuid;
    sealed int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('rt_seal_audit'), hashtext(current_schema()));
    select at, position, hash into newest, place, chained
    from rt_audit_seal join rt_audit using (entry_id) order by position desc limit 1;
    place := coalesce(place, 0);
    chained := coalesce(chained, '');
    for entry in
        select entry_id from rt_audit
        where at > coalesce(newest - margin, '-infinity')
            and not exists (select from rt_audit_seal seal where seal.entry_id = rt_audit.entry_id)
        order by entry_id
    loop
        place := place + 1;
        sealed := sealed + 1;
        chained := rt_audit_hash(chained, entry);
        insert into rt_audit_seal values (place, entry, chained);
    end loop;
    return sealed;
end $$;

-- The first fault of the chain after one place up to another; nothing when that part is whole.
create function rt_audit_fault(after_place bigint, last_place bigint) returns table (place bigint, fault text)
language plpgsql stable as $$
declare
    seal record;
    chained bytea := coalesce((select hash from rt_audit_seal where position = after_place), '');
begin
    place := after_place;
    for seal in
        select * from rt_audit_seal where position > after_place and position <= last_place order by position
    loop
        place := place + 1;
        chained := rt_audit_hash(chained, seal.entry_id);
        fault := case
            when seal.position <> place then 'a seal is missing'
            when chained is null then 'the entry is missing'
            when chained <> seal.hash then 'the entry is not what was sealed'
        end;
        if fault is not null then
            return next;
            return;
        end if;
    end loop;
end $$;

-- The entry that a stored answer's effect has.
alter table rt_idempotency add column entry_id uuid;
