-- Sealing looks only at what was written since the last time, however long the trail is. An entry carries its
-- transaction; a seal carries the horizon of its batch: all transactions before it had ended, so what they wrote was
-- sealed by then.
lock table rt_audit, rt_audit_seal in access exclusive mode;
select rt_seal_audit('1000 years');
drop function rt_seal_audit(interval);

-- What is there is sealed; what transactions that are under way will write is after the horizon.
alter table rt_audit add column transaction_id bigint not null default 0;
alter table rt_audit alter column transaction_id set default pg_current_xact_id()::text::bigint;
create index rt_audit_by_transaction on rt_audit
    using brin (transaction_id) with (pages_per_range = 8, autosummarize = on);
alter table rt_audit_seal
    add column horizon bigint not null default pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
alter table rt_audit_seal alter column horizon drop default;

-- Puts the entries that have no place yet into the chain. Few are looked at, whatever the statistics say: each is found
-- by an index and looked up among the seals.
create function rt_seal_audit() returns int language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    place bigint;
    chained bytea;
    begins bigint;
    ends bigint;
    entry uuid;
    sealed int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('rt_seal_audit'), hashtext(current_schema()));
    select position, hash, horizon into place, chained, begins from rt_audit_seal order by position desc limit 1;
    place := coalesce(place, 0);
    chained := coalesce(chained, '');
    -- Before the entries are looked at: what ended later may not have been seen.
    ends := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    for entry in
        select entry_id from rt_audit
        where transaction_id >= coalesce(begins, 0)
            and not exists (select from rt_audit_seal seal where seal.entry_id = rt_audit.entry_id)
        order by entry_id
    loop
        place := place + 1;
        sealed := sealed + 1;
        chained := rt_audit_hash(chained, entry);
        insert into rt_audit_seal (position, entry_id, hash, horizon) values (place, entry, chained, ends);
    end loop;
    return sealed;
end $$;
