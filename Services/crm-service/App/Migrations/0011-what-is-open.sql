-- What is open comes first, however many orders and quotes came to an end.
create index sales_order_open on sales_order (order_id)
where state not in ('rejected', 'cancelled') and (state <> 'invoiced' or not paid_in_full);

-- A quote whose version is accepted or declined is closed: the database keeps it, whoever writes the version.
alter table quote add column is_closed boolean not null default false;
create function close_quote() returns trigger language plpgsql as $$
begin
    update quote set is_closed = true where quote_id = new.quote_id;
    return null;
end $$;
create trigger quote_is_closed after update on quote_version
    for each row when (new.state in ('accepted', 'declined') and new.state <> old.state)
    execute function close_quote();
update quote set is_closed = true
where exists (
    select from quote_version version
    where version.quote_id = quote.quote_id and version.state in ('accepted', 'declined')
);
do $$
begin
    if (select count(*) from quote where is_closed) <> (
        select count(distinct quote_id) from quote_version where state in ('accepted', 'declined')) then
        raise exception 'what is closed is not what was accepted or declined';
    end if;
end $$;
create index quote_open on quote (quote_id) where not is_closed;

-- An order's page asks for the revisions of its own lines; what hangs together is found from any of it.
create index order_revision_of_configuration on order_revision (configuration_id);
create index sales_order_of_opportunity on sales_order (opportunity_id);
create index quote_of_customer on quote (customer_id);
