-- Documents are looked for by the beginning of their number or of a name, whatever the language of the database.
create index chain_event_label_begins on chain_event (lower(label) text_pattern_ops, at desc);
drop index chain_event_label;
