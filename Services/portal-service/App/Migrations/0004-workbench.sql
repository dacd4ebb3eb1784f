-- The one inbox over all services.
create table todo (
    todo_id uuid primary key,
    publisher text not null,
    assignee uuid,
    role text,
    title_key text not null,
    subject text not null,
    link text not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    constraint waits_for_someone check (assignee is not null or role is not null)
);
create index todo_of_person on todo (assignee, opened_at desc) where closed_at is null;
create index todo_of_role on todo (role, opened_at desc) where closed_at is null;

-- Who the ids in the chains are.
create table staff_name (
    staff_id uuid primary key,
    name text not null,
    name_zh text
);

-- Every event of every service, as its envelope: the history of each business transaction.
create table chain_event (
    event_id uuid primary key,
    chain uuid not null,
    type text not null,
    publisher text not null,
    aggregate_type text not null,
    aggregate_id uuid not null,
    label text,
    sequence bigint not null,
    cause uuid,
    actor text,
    at timestamptz not null
);
create index chain_event_chain on chain_event (chain, at);
create index chain_event_aggregate on chain_event (aggregate_id, at desc);
create index chain_event_label on chain_event (lower(label), at desc);
create index chain_event_at on chain_event (at desc);

-- Invoices of all channels, for the dashboard.
create table invoice (
    invoice_number text primary key,
    order_id uuid not null,
    order_number text not null,
    customer_id uuid not null,
    channel text not null check (channel in ('crm', 'web')),
    net numeric(18,2) not null,
    tax numeric(18,2) not null,
    total numeric(18,2) not null check (total = net + tax),
    invoiced_on date not null
);
create index invoice_by_day on invoice (invoiced_on);
