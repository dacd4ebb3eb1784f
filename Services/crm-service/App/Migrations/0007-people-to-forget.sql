-- Customers who removed their account in the shop: who they are is forgotten once no business with them is open.
create table forgetting (
    customer_id uuid primary key references customer,
    asked_at timestamptz not null default clock_timestamp(),
    forgotten_at timestamptz
);
create index forgetting_waits on forgetting (asked_at) where forgotten_at is null;
