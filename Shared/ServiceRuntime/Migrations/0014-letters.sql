-- Messages that wait to be sent. What was sent is not kept.
create table rt_letter (
    letter_id  uuid        primary key,
    recipient  text        not null,
    way        text        not null check (way in ('email', 'textMessage')),
    subject    text        not null,
    text       text        not null,
    written_at timestamptz not null default now(),
    -- Later than it was written when it could not be sent before.
    send_after timestamptz not null default now()
);
create index rt_letter_by_turn on rt_letter (send_after);
