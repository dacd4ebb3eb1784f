-- What is open comes first, however many orders and quotes came to an end.
create index sales_order_open on sales_order (order_id)
where state not in ('rejected', 'cancelled') and (state <> 'invoiced' or not paid_in_full);
alter table quote add column is_closed boolean not null default false;
comment on column quote.is_closed is 'One of its versions was accepted or declined.';
update quote set is_closed = true
where exists (
    select from quote_version version
    where version.quote_id = quote.quote_id and version.state in ('accepted', 'declined')
);
create index quote_open on quote (quote_id) where not is_closed;
-- An order's page asks for the revisions of its own lines.
create index order_revision_of_configuration on order_revision (configuration_id);
-- What hangs together is found from any of it.
create index sales_order_of_opportunity on sales_order (opportunity_id);
create index quote_of_customer on quote (customer_id);
