-- What a trip's page shows of the lead that came of it, and whether its reader may open it.
alter table trip
    add column lead_number text,
    add column lead_owner_id uuid;
