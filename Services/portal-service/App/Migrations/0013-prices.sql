-- What the shop asks of those it knows, and for some days; before VAT. A product without a row has its list price alone.
create table shop_price (
    product_id uuid primary key references product,
    member numeric(18,2) check (member > 0),
    vip numeric(18,2) check (vip > 0),
    special numeric(18,2) check (special > 0),
    special_from date,
    special_to date check (special_to >= special_from),
    constraint special_has_days check (num_nonnulls(special, special_from, special_to) in (0, 3))
);
select rt_watch('shop_price', 'product_id');
