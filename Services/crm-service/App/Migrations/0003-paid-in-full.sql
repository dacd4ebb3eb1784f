-- What ERP said when the order was paid in full: it comes in the order's own stream, so an order that is shown as
-- invoiced shows its payment too, even while the single payments are still on their way.
alter table sales_order add column settled_amount numeric(18, 2);
