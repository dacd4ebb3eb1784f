-- What ERP owes back for an order, whichever way the money goes: what the shopper is shown.
create table order_refund (
    refund_id uuid primary key,
    order_id uuid not null references web_order,
    number text not null,
    amount numeric(18,2) not null check (amount > 0),
    reason text not null check (reason in ('order_cancelled', 'order_rejected', 'overpaid')),
    state text not null check (state in ('due', 'paid'))
);
create index order_refund_of_order on order_refund (order_id);

-- Refunds that the payment company is asked for: of money that never paid an order (the portal's own), or that ERP owes.
alter table payment_refund
    add column asked_by text not null default 'portal' check (asked_by in ('portal', 'erp')),
    drop constraint payment_refund_transaction_id_key,
    drop constraint payment_refund_reason_check,
    add constraint payment_refund_reason_known check (
        reason in ('paid_twice', 'order_closed', 'order_cancelled', 'order_rejected', 'overpaid')
    );
create unique index payment_refund_own on payment_refund (transaction_id) where asked_by = 'portal';
