-- Names behind the ids of staff, as OA announces them; no foreign key: they are another service's and may come later.
create table staff_name (
    staff_id uuid primary key,
    name text not null,
    name_zh text
);
alter table budget_reservation add column traveller_id uuid;
