-- Whose an order is and which quote it came from, as CRM told, and who reports to whom: so that nobody is led to what
-- they may not open there.
alter table staff_name rename to staff;
alter table staff add column manager_id uuid;
select rt_keep_lines();
alter table sales_order
    add column owner_id uuid,
    add column quote_id uuid;
