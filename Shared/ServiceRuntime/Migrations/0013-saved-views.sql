-- Lists as a member of staff wants to see them again: which list, by what name, and its query.
create table rt_saved_view (
    view_id   uuid        primary key,
    person_id uuid        not null,
    list      text        not null,
    name      text        not null,
    query     text        not null,
    saved_at  timestamptz not null default now(),
    unique (person_id, list, name)
);
