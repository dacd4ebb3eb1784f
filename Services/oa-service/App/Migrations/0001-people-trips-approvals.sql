-- People: who works here, whom they report to, what they may do.
create table staff (
    staff_id uuid primary key,
    login text not null constraint staff_login unique check (login = lower(login)),
    name text not null check (name <> ''),
    name_zh text,
    email text,
    roles text[] not null default '{}',
    manager_id uuid references staff,
    active boolean not null default true,
    password_hash text not null,
    added_at timestamptz not null default now(),
    check (manager_id <> staff_id)
);
create index staff_by_manager on staff (manager_id);

-- Trips. The chain begins here: everything a trip leads to carries it.
create sequence number_tr;

create table trip (
    trip_id uuid primary key,
    number text not null unique,
    chain uuid not null,
    traveller_id uuid not null references staff,
    purpose text not null,
    visit_name text not null,
    visit_company text,
    -- A lead of CRM; no foreign key can reach it.
    lead_id uuid,
    from_day date not null,
    to_day date not null,
    budget numeric(18, 2) not null check (budget >= 0),
    state text not null check (
        state in ('submitted', 'approved', 'funded', 'completed', 'rejected', 'withdrawn', 'undone')
    ),
    -- What finance holds for the trip at the moment.
    reserved numeric(18, 2) not null default 0 check (reserved >= 0),
    decline_reason text,
    acknowledged_at timestamptz,
    outcome text,
    spent numeric(18, 2) check (spent >= 0 and spent <= budget),
    filed_at timestamptz not null default now(),
    check (from_day <= to_day),
    check ((state = 'completed') = (spent is not null)),
    check ((state = 'completed') = (outcome is not null)),
    check ((state = 'undone') = (decline_reason is not null))
);
create index trip_by_traveller on trip (traveller_id, trip_id desc);

create table trip_companion (
    trip_id uuid not null references trip,
    staff_id uuid not null references staff,
    primary key (trip_id, staff_id)
);
create index trip_companion_by_staff on trip_companion (staff_id);

-- Approvals: an instance, its steps in order, and in every step the tasks of the people who are asked.
create table approval (
    approval_id uuid primary key,
    chain uuid not null,
    -- What is to be approved: `oa.trip`, `crm.quote`; and its id where it lives.
    subject_type text not null,
    subject_id uuid not null,
    subject text not null,
    link text not null,
    applicant_id uuid not null references staff,
    reason text not null,
    amount numeric(18, 2) not null,
    content_hash text,
    -- The request of another service; null for what was asked here.
    request_id uuid unique,
    state text not null check (state in ('open', 'approved', 'rejected', 'withdrawn')),
    decided_by uuid references staff,
    decision text,
    opened_at timestamptz not null default now(),
    decided_at timestamptz,
    check ((state = 'open') = (decided_at is null)),
    check ((state = 'open') = (decided_by is null))
);
create unique index approval_of_trip on approval (subject_id) where subject_type = 'oa.trip';

create table approval_step (
    approval_id uuid not null references approval,
    step int not null check (step > 0),
    -- `any` (或签) or `countersign` (会签), the latter with the percentage that must agree.
    rule text not null check (rule in ('any', 'countersign')),
    percent int check (percent between 1 and 100),
    state text not null check (state in ('waiting', 'open', 'passed', 'failed', 'not_needed')),
    primary key (approval_id, step),
    check ((rule = 'countersign') = (percent is not null))
);

create table approval_task (
    task_id uuid primary key,
    approval_id uuid not null,
    step int not null,
    place int not null,
    -- Who is responsible by the course of the approval, and who has to answer now.
    owner_id uuid not null references staff,
    assignee_id uuid not null references staff,
    -- The task this one was added to (加签).
    parent_id uuid references approval_task,
    state text not null check (state in ('open', 'approved', 'rejected', 'not_needed')),
    comment text,
    decided_at timestamptz,
    foreign key (approval_id, step) references approval_step,
    unique (approval_id, step, place),
    check ((state = 'open') = (decided_at is null))
);
create index approval_task_by_assignee on approval_task (assignee_id, task_id desc);

create table approval_comment (
    comment_id uuid primary key,
    approval_id uuid not null references approval,
    author_id uuid not null references staff,
    text text not null check (text <> ''),
    written_at timestamptz not null default now()
);
create index approval_comment_by_approval on approval_comment (approval_id, comment_id);

-- Attendance: what was recorded for a day, and the trips that lie over it. A trip never overwrites what was recorded,
-- so undoing it brings that back, in whatever order overlapping trips come and go.
create table attendance_day (
    staff_id uuid not null references staff,
    day date not null,
    status text not null check (status in ('present', 'absent', 'leave')),
    recorded_by uuid not null references staff,
    recorded_at timestamptz not null default now(),
    primary key (staff_id, day)
);

create table attendance_trip_day (
    trip_id uuid not null references trip,
    staff_id uuid not null references staff,
    day date not null,
    primary key (trip_id, staff_id, day)
);
create index attendance_trip_day_by_staff on attendance_trip_day (staff_id, day);
