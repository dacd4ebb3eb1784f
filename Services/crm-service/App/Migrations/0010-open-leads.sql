-- What is open comes first, however many leads came to an end.
create index lead_open on lead (lead_id) where state not in ('converted', 'lost');
