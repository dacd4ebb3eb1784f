-- What is open comes first, however many trips came to an end.
create index trip_open on trip (trip_id) where state in ('submitted', 'approved', 'funded');
