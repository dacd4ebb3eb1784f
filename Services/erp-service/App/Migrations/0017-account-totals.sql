-- What each account comes to in a period, kept with every voucher: the trial balance reads these, not all lines there ever
-- were. A voucher holds its period's number until its transaction ends, so nobody waits for these who does not already.
create table account_total (
    period text not null references period,
    account text not null references account,
    debit numeric(18, 2) not null,
    credit numeric(18, 2) not null,
    primary key (period, account)
);
insert into account_total (period, account, debit, credit)
    select period, account, sum(debit), sum(credit)
    from voucher_line join voucher using (voucher_id) group by period, account;
drop index voucher_line_by_account;
