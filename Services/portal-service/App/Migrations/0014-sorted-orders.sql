-- What lists of orders are sorted by, with the id that tells equals apart; a shopper's own are few.
create index web_order_by_total on web_order (total, order_id);
