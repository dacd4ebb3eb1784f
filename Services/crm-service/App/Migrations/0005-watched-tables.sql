-- What commands do to these is in the audit trail, before and after.
select rt_watch('lead', 'lead_id');
select rt_watch('customer', 'customer_id');
select rt_watch('contact', 'contact_id');
select rt_watch('credit_terms', 'customer_id');
select rt_watch('opportunity', 'opportunity_id');
select rt_watch('quote_version', 'quote_id');
select rt_watch('sales_order', 'order_id');

-- Reads of what is sensitive are part of the same trail.
insert into rt_audit (entry_id, at, kind, actor, actor_name, action, document, request_id)
select gen_random_uuid(), at, 'read', 'staff:' || reader_id, reader_name,
    'reads ' || replace(what, '_', ' '), '/crm/api/customers/' || customer_id, ''
from sensitive_read;
drop table sensitive_read;
