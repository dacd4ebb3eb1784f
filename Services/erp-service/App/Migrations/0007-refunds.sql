-- Money that came in for an order which died, or more than it could take, is owed back until it is paid back.
insert into account (code, name, name_zh) values ('2241', 'Refunds due to customers', '其他应付款——应退客户款');

create sequence number_rf;
create table refund (
    refund_id uuid primary key,
    number text not null unique,
    order_id uuid not null references sales_order,
    payment_id uuid not null references payment,
    amount numeric(18, 2) not null check (amount > 0),
    -- As the money came.
    method text not null check (method in ('bank', 'online')),
    cause text not null check (cause in ('order_cancelled', 'order_rejected', 'overpaid')),
    state text not null check (state in ('due', 'paid')),
    reference text,
    paid_on date,
    paid_by text,
    created_at timestamptz not null default now(),
    check ((state = 'paid') = (paid_on is not null)),
    check ((state = 'paid') = (reference is not null)),
    check ((state = 'paid') = (paid_by is not null))
);
create index refund_by_order on refund (order_id);
create index refund_by_payment on refund (payment_id);
