-- Customers and their terms as CRM announces them; sales orders with payments, shipment, invoice and cost.
create table customer (
    customer_id uuid primary key,
    number text not null,
    name text not null
);

-- No foreign key: terms and customer are two aggregates and may arrive in either order.
create table credit_terms (
    customer_id uuid primary key,
    credit_limit numeric(18, 2) not null,
    payment_terms text not null check (payment_terms in ('prepaid', 'net_30'))
);

create sequence number_shp;
create sequence number_inv;
create table sales_order (
    order_id uuid primary key,
    number text not null unique,
    channel text not null check (channel in ('crm', 'web')),
    customer_id uuid not null,
    customer_name text not null,
    state text not null check (state in ('received', 'accepted', 'rejected', 'planned', 'in_production', 'produced',
        'shipped', 'invoiced', 'cancelled')),
    payment_terms text not null check (payment_terms in ('prepaid', 'net_30')),
    requested_date date,
    promised_date date,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    total numeric(18, 2) not null check (total = net + tax),
    paid numeric(18, 2) not null default 0,
    ship_to text,
    reason text,
    shipment_number text unique,
    shipped_on date,
    invoice_number text unique,
    invoiced_on date,
    cost_material numeric(18, 2) not null default 0,
    cost_labour numeric(18, 2) not null default 0,
    cost_machine numeric(18, 2) not null default 0,
    cost_overhead numeric(18, 2) not null default 0,
    chain uuid not null,
    created_at timestamptz not null default now(),
    constraint never_paid_more_than_due check (paid >= 0 and paid <= total),
    check (state <> 'invoiced' or (shipped_on is not null and invoiced_on is not null))
);
create index sales_order_by_customer on sales_order (customer_id);
create index sales_order_latest on sales_order (created_at desc, order_id desc);

create table sales_order_line (
    line_id uuid primary key,
    order_id uuid not null references sales_order,
    position int not null,
    product_id uuid not null references product,
    sku text not null,
    name text not null,
    quantity numeric(18, 6) not null check (quantity > 0),
    unit_price numeric(18, 2) not null check (unit_price >= 0),
    tax_rate numeric(18, 6) not null,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    configuration_id uuid,
    unique (order_id, position)
);

create sequence number_pay;
create table payment (
    payment_id uuid primary key,
    number text not null unique,
    order_id uuid not null references sales_order,
    amount numeric(18, 2) not null check (amount > 0),
    -- What of it the order could take; the rest waits to be paid back.
    allocated numeric(18, 2) not null check (allocated >= 0 and allocated <= amount),
    method text not null check (method in ('bank', 'online')),
    reference text not null,
    received_on date not null,
    recorded_by text not null,
    created_at timestamptz not null default now()
);
create index payment_by_order on payment (order_id);
create unique index payment_online_reference on payment (reference) where method = 'online';

-- The to-dos that are open now, so that each is opened and closed once.
create table open_todo (
    todo_id uuid primary key
);
