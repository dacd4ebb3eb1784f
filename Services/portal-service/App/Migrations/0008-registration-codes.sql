-- Codes on their way to the addresses of people who register.
create table registration_code (
    email text primary key check (email = lower(email)),
    code_hash text not null,
    expires_at timestamptz not null,
    tries int not null default 0
);
create index registration_code_end on registration_code (expires_at);
