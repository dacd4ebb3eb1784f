-- The dashboard adds up revenue without reading the rest of each invoice, and finds the latest.
create index invoice_latest on invoice (invoiced_on, invoice_number) include (channel, net);
drop index invoice_by_day;
-- What a person wrote is shown to them, and goes when they go.
create index review_of_shopper on review (shopper_id, review_id);
