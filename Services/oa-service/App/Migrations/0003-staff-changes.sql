-- Where people work and when they leave; how many superiors answer for what amount.
alter table staff
    add column department text check (department <> ''),
    add column leaves_on date;
create index staff_leaving on staff (leaves_on) where active and leaves_on is not null;

create table approval_route (
    -- What is asked for: `oa.trip`, `crm.quote`.
    subject_type text not null check (subject_type in ('oa.trip', 'crm.quote')),
    -- From this amount on.
    from_amount numeric(18, 2) not null check (from_amount >= 0),
    -- So many superiors, the nearest first, answer one after the other.
    levels int not null check (levels between 1 and 5),
    primary key (subject_type, from_amount)
);
