-- Vouchers are looked for by the days on which they were posted.
create index voucher_by_day on voucher (posted_on);
