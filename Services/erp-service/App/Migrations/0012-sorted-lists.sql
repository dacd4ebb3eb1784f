-- What lists are sorted by, with the id that tells equals apart.
create index product_by_name on product (name, product_id);
create index sales_order_by_total on sales_order (total, order_id);
