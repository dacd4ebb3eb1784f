-- What the list of trips is sorted by, with the id that tells equals apart.
create index trip_by_first_day on trip (from_day, trip_id);
