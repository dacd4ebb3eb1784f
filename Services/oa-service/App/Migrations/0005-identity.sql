-- Links that let somebody choose a new password; the link itself is told once.
create table password_reset (
    token_hash text primary key,
    staff_id uuid not null references staff,
    made_by uuid not null references staff,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index password_reset_of_staff on password_reset (staff_id);

-- The authenticator app of a person. Until the first right code it is not asked for.
create table second_factor (
    staff_id uuid primary key references staff,
    secret text not null,
    begun_at timestamptz not null default now(),
    enrolled_at timestamptz,
    -- The steps whose codes were used: each code is good once.
    used_steps bigint[] not null default '{}'
);

create table recovery_code (
    staff_id uuid not null references staff,
    code_hash text not null,
    used_at timestamptz,
    primary key (staff_id, code_hash)
);

-- Browsers that gave a right password and still owe a code; the token is in a cookie.
create table sign_in_step (
    token_hash text primary key,
    staff_id uuid not null references staff,
    expires_at timestamptz not null
);
create index sign_in_step_end on sign_in_step (expires_at);
