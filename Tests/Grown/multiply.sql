-- The documents of a company, so many times again: the same people and products, other ids and numbers. Run by the
-- database's operator with -v times=N, once: what was copied would be copied too.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set client_min_messages = notice;

-- The id that stands for another one in the copy of this number: the twelve bits after its time's.
create function pg_temp.copied(id uuid, copy int) returns uuid language sql immutable as $$
    select case when id is null or id = '00000000-0000-0000-0000-000000000000' then id
        else (left(id::text, 15) || lpad(to_hex(copy), 3, '0') || substr(id::text, 19))::uuid end
$$;

-- How a column of a copied row is written; $1 is the copy's number.
create function pg_temp.written(place text, name text, type text) returns text language sql immutable as $$
    select case
        -- People and what is made or bought are the same in every copy.
        when type = 'uuid' and name in ('product_id', 'component_id', 'work_centre_id', 'owner_id', 'traveller_id',
            'staff_id', 'assignee_id', 'author_id', 'applicant_id', 'lead_owner_id') then quote_ident(name)
        when type = 'uuid' then format('pg_temp.copied(%I, $1)', name)
        -- What would be there twice.
        when (place, name) in (('erp.voucher', 'number'), ('erp.bom', 'version')) then format('%I + $1 * 1000000', name)
        when type = 'text' and (name ~ 'number$' or name in ('label', 'email', 'phone', 'reference')
            or (place, name) in (('erp.revision', 'code'), ('crm.order_revision', 'code')))
            then format('%I || ''-'' || $1', name)
        else quote_ident(name) end
$$;

create procedure pg_temp.multiply(place text, times int) language plpgsql as $$
declare
    names text;
    values text;
    began timestamptz := clock_timestamp();
    added bigint := 0;
    more bigint;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum),
        string_agg(pg_temp.written(place, attname, format_type(atttypid, null)), ', ' order by attnum)
    into names, values
    from pg_attribute
    where attrelid = place::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = '';
    execute format('create temporary table original as select * from %s', place);
    for copy in 1..times loop
        execute format(
            'insert into %s (%s) select %s from original on conflict do nothing', place, names, values) using copy;
        get diagnostics more = row_count;
        added := added + more;
    end loop;
    drop table original;
    raise notice '% has % rows more, after % s', place, added,
        round(extract(epoch from clock_timestamp() - began)::numeric, 1);
end $$;

create temporary table document (place text);
insert into document select 'crm.' || name from unnest(string_to_array(
    'lead customer contact opportunity quote quote_version quote_line counter_offer sales_order sales_order_line '
    'configuration order_revision order_payment order_refund order_invoice order_cost trip timeline_entry', ' ')) name;
insert into document select 'erp.' || name from unnest(string_to_array(
    'customer sales_order sales_order_line revision bom bom_line bom_operation work_order work_order_material '
    'work_order_operation payment refund voucher voucher_line stock_move goods_receipt goods_receipt_line '
    'budget_reservation', ' ')) name;
insert into document select 'oa.' || name from unnest(string_to_array(
    'trip trip_companion approval approval_step approval_task attendance_trip_day', ' ')) name;
insert into document select 'portal.' || name from unnest(string_to_array(
    'shopper web_order web_order_line invoice order_document chain_event review points_lot todo', ' ')) name;

select format('call pg_temp.multiply(%L, %s)', place, :times) from document \gexec
select format('vacuum analyze %s', place) from document \gexec
