-- What the shop sells, as ERP tells it. Availability has a stream of its own and may arrive first: no foreign key.
create table product (
    product_id uuid primary key,
    sku text not null,
    name text not null,
    name_zh text not null,
    description text,
    unit text not null,
    list_price numeric(18,2) not null check (list_price >= 0),
    tax_rate numeric(18,6) not null check (tax_rate >= 0),
    category text,
    in_shop boolean not null
);
create index product_in_shop on product (category, name) where in_shop;

create table product_availability (
    product_id uuid primary key,
    available numeric(18,6) not null
);

create table shopper (
    shopper_id uuid primary key,
    email text not null constraint shopper_email unique check (email = lower(email)),
    name text not null,
    password text not null,
    registered_at timestamptz not null default now()
);

create table cart_line (
    shopper_id uuid not null references shopper,
    product_id uuid not null,
    quantity numeric(18,6) not null check (quantity > 0 and quantity = trunc(quantity)),
    put_at timestamptz not null default now(),
    primary key (shopper_id, product_id)
);

create sequence number_web;

create table web_order (
    order_id uuid primary key,
    number text not null unique,
    shopper_id uuid not null references shopper,
    state text not null check (
        state in ('placed', 'awaiting_payment', 'rejected', 'paid', 'shipped', 'cancelled')),
    net numeric(18,2) not null check (net >= 0),
    tax numeric(18,2) not null check (tax >= 0),
    total numeric(18,2) not null check (total = net + tax),
    ship_to text not null,
    -- Why it was refused or cancelled.
    reason text,
    paid_by text check (paid_by in ('online', 'bank')),
    shipment_number text,
    shipped_on date,
    chain uuid not null,
    placed_at timestamptz not null default now(),
    constraint paid_is_paid_somehow check (state not in ('paid', 'shipped') or paid_by is not null)
);
create index web_order_of_shopper on web_order (shopper_id, order_id desc);

create table web_order_line (
    order_id uuid not null references web_order,
    line_id uuid primary key,
    position int not null,
    product_id uuid not null,
    sku text not null,
    name text not null,
    quantity numeric(18,6) not null check (quantity > 0),
    unit_price numeric(18,2) not null check (unit_price >= 0),
    tax_rate numeric(18,6) not null,
    net numeric(18,2) not null,
    tax numeric(18,2) not null,
    constraint one_line_per_product unique (order_id, product_id)
);

-- When the order came into each of its states.
create table web_order_step (
    order_id uuid not null references web_order,
    state text not null,
    at timestamptz not null default now(),
    primary key (order_id, state)
);
