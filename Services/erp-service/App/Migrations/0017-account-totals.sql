-- What each account comes to in a period: the trial balance reads these, not all lines there ever were. The database keeps
-- them, whoever writes the lines. A voucher holds its period's number until its transaction ends, so nobody waits for
-- these who does not already.
create table account_total (
    period text not null references period,
    account text not null references account,
    debit numeric(18, 2) not null,
    credit numeric(18, 2) not null,
    primary key (period, account)
);
create function add_to_account_totals() returns trigger language plpgsql as $$
begin
    insert into account_total (period, account, debit, credit)
        select period, account, sum(debit), sum(credit)
        from added join voucher using (voucher_id) group by period, account order by period, account
        on conflict (period, account) do update set
            debit = account_total.debit + excluded.debit, credit = account_total.credit + excluded.credit;
    return null;
end $$;
create trigger voucher_line_adds_up after insert on voucher_line referencing new table as added
    for each statement execute function add_to_account_totals();
insert into account_total (period, account, debit, credit)
    select period, account, sum(debit), sum(credit)
    from voucher_line join voucher using (voucher_id) group by period, account;
do $$
begin
    if (select sum(debit) from account_total) is distinct from (select sum(debit) from voucher_line)
        or (select sum(credit) from account_total) is distinct from (select sum(credit) from voucher_line) then
        raise exception 'the totals of accounts are not those of the lines';
    end if;
end $$;
drop index voucher_line_by_account;
