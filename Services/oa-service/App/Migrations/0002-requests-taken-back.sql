-- A service can take back what it asked for: then nobody here decided, and it is known why.
alter table approval
    add column withdrawal text check (withdrawal in ('replaced', 'declined')),
    add column replaced_by text,
    drop constraint approval_check1,
    add constraint approval_ended_by_somebody check (
        (decided_by is null) = (state = 'open' or withdrawal is not null)
    ),
    add constraint approval_withdrawn_for_a_reason check (
        (withdrawal is null or state = 'withdrawn') and (replaced_by is null or withdrawal = 'replaced')
    );
