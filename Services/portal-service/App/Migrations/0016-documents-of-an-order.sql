-- Shipments and invoices are told of by events of their order: people look for them by numbers of their own.
create table order_document (
    aggregate_type text not null check (aggregate_type in ('erp.shipment', 'erp.invoice')),
    number text not null,
    order_id uuid not null,
    chain uuid not null,
    type text not null,
    at timestamptz not null,
    primary key (aggregate_type, number)
);
create index order_document_begins on order_document (lower(number) text_pattern_ops);
insert into order_document (aggregate_type, number, order_id, chain, type, at)
    select 'erp.invoice', invoice.invoice_number, invoice.order_id, event.chain, event.type, event.at
    from invoice join chain_event event on event.aggregate_id = invoice.order_id
        and event.type = 'erp.sales-order.invoiced'
    on conflict do nothing;
insert into order_document (aggregate_type, number, order_id, chain, type, at)
    select 'erp.shipment', web_order.shipment_number, web_order.order_id, event.chain, event.type, event.at
    from web_order join chain_event event on event.aggregate_id = web_order.order_id
        and event.type = 'erp.sales-order.shipped'
    where web_order.shipment_number is not null
    on conflict do nothing;
