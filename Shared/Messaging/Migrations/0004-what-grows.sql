-- What is looked for again and again is found without reading all that is parked or waits behind it.
create index msg_inbox_waiting on msg_inbox (part, aggregate_type, aggregate_id, sequence) where state = 'waiting';
create index msg_inbox_unknown on msg_inbox (type, version) where state = 'parked' and cause = 'unknown_type';
