-- Append-only stock ledger, its balances, and goods receipts.
create table stock (
    product_id uuid not null references product,
    -- The order whose own goods these are; the zero id is stock that is free to be reserved.
    held_for uuid not null default '00000000-0000-0000-0000-000000000000',
    on_hand numeric(18, 6) not null default 0 check (on_hand >= 0),
    reserved numeric(18, 6) not null default 0,
    material numeric(18, 2) not null default 0,
    labour numeric(18, 2) not null default 0,
    machine numeric(18, 2) not null default 0,
    overhead numeric(18, 2) not null default 0,
    primary key (product_id, held_for),
    constraint stock_reserved_within_on_hand check (reserved >= 0 and reserved <= on_hand),
    check (held_for = '00000000-0000-0000-0000-000000000000' or reserved = 0),
    constraint no_value_without_goods
        check (on_hand > 0 or (material = 0 and labour = 0 and machine = 0 and overhead = 0))
);
create index stock_by_order on stock (held_for);

create table stock_move (
    move_id bigint generated always as identity primary key,
    product_id uuid not null references product,
    held_for uuid not null,
    kind text not null check (kind in ('receipt', 'issue', 'production', 'shipment', 'transfer')),
    quantity numeric(18, 6) not null check (quantity <> 0),
    material numeric(18, 2) not null,
    labour numeric(18, 2) not null,
    machine numeric(18, 2) not null,
    overhead numeric(18, 2) not null,
    -- What is on hand after the move.
    balance numeric(18, 6) not null check (balance >= 0),
    source_type text not null,
    source_id uuid not null,
    source_number text not null,
    chain uuid not null,
    moved_at timestamptz not null default now()
);
create index stock_move_by_product on stock_move (product_id, move_id desc);

create table reservation (
    order_id uuid not null,
    product_id uuid not null references product,
    quantity numeric(18, 6) not null check (quantity > 0),
    primary key (order_id, product_id)
);

create sequence number_gr;
create table goods_receipt (
    receipt_id uuid primary key,
    number text not null unique,
    supplier text not null,
    total numeric(18, 2) not null,
    received_by text not null,
    received_on date not null,
    chain uuid not null
);
create table goods_receipt_line (
    receipt_id uuid not null references goods_receipt,
    line int not null,
    product_id uuid not null references product,
    quantity numeric(18, 6) not null check (quantity > 0),
    unit_cost numeric(18, 2) not null check (unit_cost >= 0),
    cost numeric(18, 2) not null,
    primary key (receipt_id, line)
);
