-- Which aggregates changed lately is read from the log: an index on a column that changes with every event made each
-- update of msg_aggregate write to every index. With room on its page a row stays where it is.
drop index msg_aggregate_changed;
alter table msg_aggregate drop column changed_at;
alter table msg_aggregate set (fillfactor = 80);
