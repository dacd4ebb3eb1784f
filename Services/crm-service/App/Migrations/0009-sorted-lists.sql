-- What lists are sorted by, with the id that tells equals apart.
create index lead_by_name on lead (name, lead_id);
create index customer_by_name on customer (name, customer_id);
create index sales_order_by_total on sales_order (total, order_id);
