alter table note add column written_at timestamptz not null default now();
