-- When the person of a session last proved who they are: what is sensitive needs that to be a moment ago.
alter table rt_session add column proved_at timestamptz not null default now();
update rt_session set proved_at = started_at;
