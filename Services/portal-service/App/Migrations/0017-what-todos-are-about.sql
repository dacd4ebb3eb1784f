-- What a task is about, as facts. Of what is closed they are not kept: nobody reads them any more.
alter table todo add column matter jsonb;
