-- Attempts to sign in, counted where all replicas see them.
create table rt_sign_in_attempt (
    -- SHA-256 of what was tried to sign in as, known or not, or of the address it came from.
    subject      text        primary key,
    failures     integer     not null,
    last_at      timestamptz not null,
    locked_until timestamptz
);
comment on table rt_sign_in_attempt is 'Failures in a row per account and per address, and until when no attempt is looked at.';
create index rt_sign_in_attempt_age on rt_sign_in_attempt (last_at);
