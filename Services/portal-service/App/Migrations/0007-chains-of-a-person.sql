-- What somebody had a hand in is theirs to see.
create index chain_event_by_staff on chain_event (actor, at desc) where actor like 'staff:%';
