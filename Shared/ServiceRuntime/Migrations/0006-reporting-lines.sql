-- Who reports to whom, at any distance, oneself included: what somebody sees along the reporting lines is asked at every
-- read and write, and the lines change rarely. Follows a table `staff (staff_id, manager_id)` where there is one.

create table rt_reports_to (
    superior_id uuid not null,
    staff_id    uuid not null,
    primary key (superior_id, staff_id)
);

-- Whatever changed, the lines become what the table says; who comes after another change has seen it.
create function rt_follow_lines() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('rt_reports_to'), hashtext(current_schema()));
    with recursive line (superior_id, staff_id) as (
        select staff_id, staff_id from staff
        union select line.superior_id, staff.staff_id from line join staff on staff.manager_id = line.staff_id
    ), gone as (
        delete from rt_reports_to kept
        where not exists (select from line where (line.superior_id, line.staff_id) = (kept.superior_id, kept.staff_id))
    )
    insert into rt_reports_to select superior_id, staff_id from line on conflict do nothing;
    return null;
end $$;

-- Keeps the lines of a service that has `staff`.
create function rt_keep_lines() returns void language plpgsql as $$
begin
    create trigger rt_follow_lines after insert or delete or update of manager_id on staff
        for each statement execute function rt_follow_lines();
    update staff set manager_id = manager_id where false;
end $$;
