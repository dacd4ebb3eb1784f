-- The publishing side. An event is inserted once, into msg_event, which is the log; msg_unsent names what the broker
-- does not have yet. msg_aggregate gives every event its number in its aggregate's stream, under the row's lock.

create table msg_aggregate (
    type text not null,
    id uuid not null,
    part smallint not null check (part between 0 and 15),
    sequence bigint not null check (sequence > 0),
    changed_at timestamptz not null default clock_timestamp(),
    primary key (type, id)
);
create index msg_aggregate_changed on msg_aggregate (changed_at);

create sequence msg_event_number;

create table msg_event (
    id bigint not null default nextval('msg_event_number'),
    day date not null default (clock_timestamp() at time zone 'UTC')::date,
    event_id uuid not null,
    part smallint not null,
    aggregate_type text not null,
    aggregate_id uuid not null,
    sequence bigint not null,
    type text not null,
    version smallint not null,
    label text,
    chain uuid not null,
    cause uuid,
    actor text,
    traceparent text,
    recorded_at timestamptz not null default clock_timestamp(),
    body text not null,
    primary key (id, day)
) partition by range (day);
create index msg_event_stream on msg_event (aggregate_id, sequence);
create table msg_event_default partition of msg_event default;

create table msg_unsent (
    id bigint primary key,
    day date not null,
    part smallint not null,
    aggregate_id uuid not null
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

-- Makes the log's partitions for today and the days ahead; a day that already has rows in the default keeps them there.
create function msg_prepare_days(ahead int) returns void language plpgsql as $$
declare
    d date;
    partition_name text;
begin
    perform pg_advisory_xact_lock(hashtext('msg_prepare_days'), hashtext(current_schema()));
    for d in select generate_series((now() at time zone 'UTC')::date,
                                    (now() at time zone 'UTC')::date + ahead, interval '1 day')::date loop
        partition_name := 'msg_event_' || to_char(d, 'YYYYMMDD');
        if to_regclass(partition_name) is null
           and not exists (select 1 from msg_event_default where day = d) then
            execute format('create table %I partition of msg_event for values from (%L) to (%L)',
                           partition_name, d, d + 1);
        end if;
    end loop;
end $$;
select msg_prepare_days(3);

-- Leases: who relays which partitions, who works which lanes. The epoch grows with every change of owner.
create table msg_member (
    instance uuid primary key,
    seen_at timestamptz not null default clock_timestamp()
);
create table msg_lease (
    kind text not null check (kind in ('relay', 'lane')),
    number smallint not null,
    owner uuid,
    epoch bigint not null default 0,
    expires_at timestamptz not null default '-infinity',
    primary key (kind, number)
);
