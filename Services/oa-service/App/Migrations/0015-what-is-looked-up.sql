-- What the pages of trips and approvals, and CRM's events about a lead, look up: none of it reads all there is.
create index approval_by_subject on approval (subject_type, subject_id);
create index approval_step_open on approval_step (approval_id, step) where state = 'open';
create index trip_of_lead on trip (lead_id) where lead_id is not null;
