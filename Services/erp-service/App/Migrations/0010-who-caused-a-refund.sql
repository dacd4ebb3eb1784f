-- Nobody pays back what they themselves made due.
alter table refund
    add column caused_by text,
    add constraint refund_paid_by_another check (paid_by <> caused_by);
