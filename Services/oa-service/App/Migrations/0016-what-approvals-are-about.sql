-- What an approval is about, as facts: who asks, for whom, when, how much, why. And by which rule those were asked who
-- were: from which amount, how many superiors; none where the applicant has no superior and an administrator answers.
alter table approval
    add column matter jsonb,
    add column rule_from numeric(18, 2),
    add column rule_levels int check (rule_levels between 0 and 5),
    add constraint rule_is_whole check (rule_from is null or rule_levels is not null);

update approval set matter = jsonb_build_object(
    'asker', applicant_id, 'party', concat_ws(' · ', visit_name, visit_company), 'from', from_day, 'to', to_day,
    'amount', jsonb_build_object('amount', budget::text), 'reason', purpose)
from trip where subject_type = 'oa.trip' and subject_id = trip_id;

-- CRM tells when a customer is called otherwise.
create index approval_of_customer on approval ((matter ->> 'customerID')) where matter ? 'customerID';
