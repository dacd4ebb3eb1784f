-- What people call the quote that an order came from, as CRM told.
alter table sales_order add column quote_number text;
-- What is open comes first, soonest due first.
create index sales_order_due on sales_order (
    (coalesce(promised_date, requested_date, 'infinity'::date)), order_id
) where state not in ('rejected', 'cancelled') and (state <> 'invoiced' or paid < total);
create index work_order_due on work_order (finish_on, work_order_id) where state in ('planned', 'started');
