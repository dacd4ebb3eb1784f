-- What other services published, as far as CRM needs it. Events of different aggregates come in any order, so nothing
-- here refers to anything else.

create table staff (
    staff_id uuid primary key,
    name text not null,
    name_zh text,
    manager_id uuid,
    active boolean not null
);

create table trip (
    trip_id uuid primary key,
    number text not null,
    traveller_id uuid not null,
    traveller_name text not null,
    purpose text not null,
    visit_name text not null,
    visit_company text,
    lead_id uuid,
    from_date date not null,
    to_date date not null,
    budget numeric(18, 2) not null,
    state text not null,
    outcome text,
    spent numeric(18, 2),
    chain uuid not null
);
create index trip_lead on trip (lead_id);

create table product (
    product_id uuid primary key,
    sku text not null,
    name text not null,
    name_zh text not null,
    description text,
    unit text not null,
    list_price numeric(18, 2) not null,
    tax_rate numeric(18, 6) not null,
    category text,
    sold boolean not null
);

-- Sensitive: shown to managers only.
create table price_floor (
    product_id uuid primary key,
    floor_price numeric(18, 2) not null
);

create table order_payment (
    payment_id uuid primary key,
    order_id uuid not null,
    number text not null,
    amount numeric(18, 2) not null,
    method text not null,
    received_on date not null
);
create index order_payment_order on order_payment (order_id);

create table order_revision (
    revision_id uuid primary key,
    order_id uuid,
    configuration_id uuid,
    product_id uuid not null,
    code text not null,
    released boolean not null
);
create index order_revision_order on order_revision (order_id);

create table order_invoice (
    order_id uuid primary key,
    number text not null,
    invoice_number text not null,
    customer_id uuid not null,
    channel text not null,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    total numeric(18, 2) not null,
    invoiced_on date not null
);

-- Sensitive: actual cost of an order, from ERP's ledger.
create table order_cost (
    order_id uuid primary key,
    number text not null,
    customer_id uuid not null,
    channel text not null,
    revenue numeric(18, 2) not null,
    material numeric(18, 2) not null,
    labour numeric(18, 2) not null,
    machine numeric(18, 2) not null,
    overhead numeric(18, 2) not null,
    cost numeric(18, 2) not null,
    settled_at timestamptz not null
);
create index order_cost_customer on order_cost (customer_id);

-- What happened to a lead's trips, its quotes and orders, one row an event; pages gather by subject.
create table timeline_entry (
    entry_id uuid primary key,
    at timestamptz not null,
    kind text not null,
    subject_type text not null
        check (subject_type in ('trip', 'lead', 'customer', 'opportunity', 'quote', 'order')),
    subject_id uuid not null,
    number text not null,
    detail text,
    amount numeric(18, 2),
    actor text
);
create index timeline_entry_subject on timeline_entry (subject_id, at);
