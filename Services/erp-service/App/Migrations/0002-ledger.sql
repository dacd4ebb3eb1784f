-- Double entry: periods, vouchers numbered without gaps, lines that balance or are refused at COMMIT.
create table account (
    code text primary key,
    name text not null,
    name_zh text not null
);
insert into account (code, name, name_zh) values
    ('1002', 'Bank', '银行存款'),
    ('1122', 'Receivables', '应收账款'),
    ('1403', 'Materials', '原材料'),
    ('1405', 'Finished goods', '库存商品'),
    ('2202', 'Payables, goods received', '应付账款（暂估）'),
    ('2203', 'Advances from customers', '预收账款'),
    ('2211', 'Wages absorbed', '应付职工薪酬'),
    ('2221', 'Output VAT', '应交税费——销项税额'),
    ('5001', 'Work in progress', '生产成本'),
    ('5101', 'Machine and overhead absorbed', '制造费用'),
    ('6001', 'Revenue', '主营业务收入'),
    ('6401', 'Cost of sales', '主营业务成本'),
    ('6601', 'Travel', '销售费用——差旅费'),
    ('6711', 'Scrap loss', '营业外支出——报废损失');

create table period (
    period text primary key check (period ~ '^[0-9]{4}-[0-9]{2}$'),
    state text not null default 'open' check (state in ('open', 'closed')),
    last_number bigint not null default 0
);

create table voucher (
    voucher_id uuid primary key,
    period text not null references period,
    number bigint not null,
    posted_on date not null,
    text text not null,
    source_type text not null,
    source_id uuid not null,
    source_number text not null,
    chain uuid not null,
    created_at timestamptz not null default now(),
    unique (period, number)
);
create index voucher_by_source on voucher (source_id);

create table voucher_line (
    voucher_id uuid not null references voucher,
    line int not null,
    account text not null references account,
    debit numeric(18, 2) not null check (debit >= 0),
    credit numeric(18, 2) not null check (credit >= 0),
    primary key (voucher_id, line),
    check ((debit = 0) <> (credit = 0))
);
create index voucher_line_by_account on voucher_line (account);

create function refuse_unbalanced_voucher() returns trigger language plpgsql as $$
begin
    if (select coalesce(sum(debit), 0) <> coalesce(sum(credit), 0) from voucher_line
        where voucher_id = coalesce(new.voucher_id, old.voucher_id)) then
        raise exception 'voucher % does not balance', coalesce(new.voucher_id, old.voucher_id)
            using errcode = '23514', constraint = 'voucher_balances', table = 'voucher_line';
    end if;
    return null;
end $$;
create constraint trigger voucher_balances after insert or update or delete on voucher_line
    deferrable initially deferred for each row execute function refuse_unbalanced_voucher();
