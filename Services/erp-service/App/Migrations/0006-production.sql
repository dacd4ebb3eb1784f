-- Work orders with their snapshot of the bill of materials, and the minutes booked on work centres.
create sequence number_wo;
create table work_order (
    work_order_id uuid primary key,
    number text not null unique,
    order_id uuid not null references sales_order,
    product_id uuid not null references product,
    revision_id uuid references revision,
    bom_id uuid not null references bom,
    quantity numeric(18, 6) not null check (quantity > 0),
    good numeric(18, 6) not null default 0 check (good >= 0),
    scrap numeric(18, 6) not null default 0 check (scrap >= 0),
    state text not null check (state in ('planned', 'started', 'completed', 'cancelled')),
    start_on date not null,
    finish_on date not null check (finish_on >= start_on),
    cost_material numeric(18, 2) not null default 0,
    cost_labour numeric(18, 2) not null default 0,
    cost_machine numeric(18, 2) not null default 0,
    cost_overhead numeric(18, 2) not null default 0,
    chain uuid not null,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    completed_at timestamptz
);
create index work_order_by_order on work_order (order_id);
create index work_order_open on work_order (start_on, work_order_id) where state in ('planned', 'started');
create index work_order_latest on work_order (created_at desc, work_order_id desc);

create table work_order_material (
    work_order_id uuid not null references work_order,
    component_id uuid not null references product,
    required numeric(18, 6) not null check (required > 0),
    issued numeric(18, 6) not null default 0 check (issued >= 0),
    primary key (work_order_id, component_id)
);

create table work_order_operation (
    work_order_id uuid not null references work_order,
    sequence int not null,
    work_centre_id uuid not null references work_centre,
    planned_minutes numeric(18, 6) not null,
    actual_minutes numeric(18, 6),
    primary key (work_order_id, sequence)
);

create table work_centre_day (
    work_centre_id uuid not null references work_centre,
    day date not null,
    capacity int not null,
    booked int not null,
    primary key (work_centre_id, day),
    constraint never_overbooked check (booked >= 0 and booked <= capacity)
);

create table booking (
    work_order_id uuid not null references work_order,
    sequence int not null,
    work_centre_id uuid not null,
    day date not null,
    minutes int not null check (minutes > 0),
    primary key (work_order_id, sequence, day),
    foreign key (work_centre_id, day) references work_centre_day
);
