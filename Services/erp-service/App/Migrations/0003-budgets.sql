-- Budgets and what is reserved on them for trips.
create table budget (
    code text primary key,
    name text not null,
    allotted numeric(18, 2) not null default 0 check (allotted >= 0),
    reserved numeric(18, 2) not null default 0 check (reserved >= 0),
    consumed numeric(18, 2) not null default 0 check (consumed >= 0)
);
insert into budget (code, name) values ('TRAVEL', 'Travel');

create table budget_allotment (
    allotment_id bigint generated always as identity primary key,
    budget_code text not null references budget,
    amount numeric(18, 2) not null check (amount > 0),
    allotted_by text not null,
    allotted_at timestamptz not null default now()
);

create table budget_reservation (
    trip_id uuid primary key,
    budget_code text not null references budget,
    number text not null,
    traveller_name text not null,
    visit_name text not null,
    amount numeric(18, 2) not null check (amount >= 0),
    spent numeric(18, 2) not null default 0 check (spent >= 0),
    state text not null check (state in ('reserved', 'declined', 'released', 'consumed')),
    reason text,
    chain uuid not null,
    created_at timestamptz not null default now()
);
create index budget_reservation_latest on budget_reservation (created_at desc, trip_id desc);
