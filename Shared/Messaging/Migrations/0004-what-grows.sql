-- What is looked for again and again is found without reading all there is: what waits behind what is parked, what is parked
-- because its type was unknown, and the gaps that are due to be asked for.
create index msg_inbox_waiting on msg_inbox (part, aggregate_type, aggregate_id, sequence) where state = 'waiting';
create index msg_inbox_unknown on msg_inbox (type, version) where state = 'parked' and cause = 'unknown_type';

alter table msg_gap add due_at timestamptz not null default clock_timestamp() + interval '2 seconds';
alter table msg_gap drop column asked_at;
drop index msg_gap_part;
create index msg_gap_due on msg_gap (part, due_at);
