-- Planning finds the bill that is in force among the many that were made for single orders.
create index bom_in_force on bom (product_id) where state = 'released' and revision_id is null;
