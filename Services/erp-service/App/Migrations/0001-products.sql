-- Product master, revisions, bills of materials with effective dates, work centres.
create table product (
    product_id uuid primary key,
    -- A number beside the id, so that GiST can compare products in the exclusion constraint of bom.
    serial bigint generated always as identity unique,
    sku text not null constraint product_sku_unique unique,
    name text not null,
    name_zh text not null,
    description text,
    kind text not null check (kind in ('finished', 'subassembly', 'material')),
    unit text not null,
    list_price numeric(18, 2) not null check (list_price >= 0),
    floor_price numeric(18, 2) not null check (floor_price >= 0 and floor_price <= list_price),
    tax_rate numeric(18, 6) not null check (tax_rate >= 0 and tax_rate < 1),
    lead_time_days int not null check (lead_time_days >= 0),
    lot_minimum numeric(18, 6) not null default 0 check (lot_minimum >= 0),
    lot_multiple numeric(18, 6) not null default 0 check (lot_multiple >= 0),
    sold boolean not null,
    in_shop boolean not null check (sold or not in_shop),
    category text,
    created_at timestamptz not null default now()
);

-- A version of a product made for what one customer was promised.
create table revision (
    revision_id uuid primary key,
    code text not null unique,
    product_id uuid not null references product,
    state text not null check (state in ('draft', 'released')),
    configuration_id uuid not null unique,
    order_id uuid not null,
    order_line_id uuid not null unique,
    options jsonb not null,
    chain uuid not null,
    created_at timestamptz not null default now(),
    released_at timestamptz
);
create index revision_by_order on revision (order_id);
create index revision_by_state on revision (state, created_at);

create table bom (
    bom_id uuid primary key,
    product_id uuid not null references product,
    product_serial bigint not null,
    version int not null,
    revision_id uuid unique references revision,
    state text not null check (state in ('draft', 'released', 'obsolete')),
    effective daterange,
    created_at timestamptz not null default now(),
    unique (product_id, version),
    check (revision_id is not null or state <> 'released' or effective is not null),
    -- One released bill of a product per day; a customer's revision stands beside it.
    constraint one_released_bom_per_day exclude using gist (
        int8range(product_serial, product_serial, '[]') with &&, effective with &&
    ) where (state = 'released' and revision_id is null)
);

create table bom_line (
    bom_id uuid not null references bom on delete cascade,
    line int not null,
    component_id uuid not null references product,
    quantity numeric(18, 6) not null check (quantity > 0),
    scrap_percent numeric(18, 6) not null check (scrap_percent >= 0 and scrap_percent < 100),
    primary key (bom_id, line),
    unique (bom_id, component_id)
);

create table work_centre (
    work_centre_id uuid primary key,
    code text not null constraint work_centre_code_unique unique,
    name text not null,
    minutes_per_day int not null check (minutes_per_day between 1 and 1440),
    labour_rate numeric(18, 2) not null check (labour_rate >= 0),
    machine_rate numeric(18, 2) not null check (machine_rate >= 0),
    overhead_rate numeric(18, 2) not null check (overhead_rate >= 0)
);

create table bom_operation (
    bom_id uuid not null references bom on delete cascade,
    sequence int not null,
    work_centre_id uuid not null references work_centre,
    setup_minutes numeric(18, 6) not null check (setup_minutes >= 0),
    run_minutes numeric(18, 6) not null check (run_minutes >= 0),
    primary key (bom_id, sequence)
);
