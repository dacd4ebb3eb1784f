-- An attempt to pay an order at the payment company; written down before the company is asked.
create table payment_attempt (
    payment_id uuid primary key,
    order_id uuid not null references web_order,
    amount numeric(18,2) not null check (amount > 0),
    state text not null check (state in ('recorded', 'open', 'captured', 'closed')),
    url text,
    started_at timestamptz not null default now()
);
create index payment_attempt_of_order on payment_attempt (order_id);
-- At most one is offered at a time: asking again gives the same one.
create unique index one_live_payment on payment_attempt (order_id) where state in ('recorded', 'open');

-- What the payment company said, as it said it, once its signature was found right.
create table payment_notification (
    transaction_id text primary key,
    payment_id text not null,
    body jsonb not null,
    received_at timestamptz not null default now(),
    deliveries int not null default 1,
    outcome text not null default 'received' check (outcome in ('received', 'paid', 'refund', 'refused')),
    reason text
);

-- Money that goes back, under a number that stays the same however often it is asked for.
create table payment_refund (
    refund_id uuid primary key,
    transaction_id text not null unique references payment_notification,
    payment_id uuid not null references payment_attempt,
    order_id uuid not null references web_order,
    amount numeric(18,2) not null check (amount > 0),
    reason text not null check (reason in ('paid_twice', 'order_closed')),
    state text not null default 'due' check (state in ('due', 'refunded')),
    attempts int not null default 0,
    next_attempt_at timestamptz not null default now(),
    refunded_at timestamptz
);
create index payment_refund_due on payment_refund (next_attempt_at) where state = 'due';
