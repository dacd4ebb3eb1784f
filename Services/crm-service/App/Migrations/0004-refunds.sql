-- Money of an order that ERP owes back, or gave back.
create table order_refund (
    refund_id uuid primary key,
    order_id uuid not null,
    number text not null,
    amount numeric(18, 2) not null check (amount > 0),
    state text not null check (state in ('due', 'paid'))
);
create index order_refund_of_order on order_refund (order_id);
