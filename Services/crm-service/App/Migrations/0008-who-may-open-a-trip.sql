-- Who may open the trip that a document came from: besides the traveller those who go along, and who decided on it.
alter table trip
    add column companions uuid[] not null default '{}',
    add column decided_by uuid;
