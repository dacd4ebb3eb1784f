-- The categories of the shop. Whoever changes them holds the advisory lock 'shop categories'; that nothing stands below
-- itself is CategoryTree's to see to.
create table shop_category (
    category_id uuid primary key,
    parent_id uuid references shop_category,
    position int not null check (position >= 0),
    name text not null check (name <> ''),
    name_zh text not null check (name_zh <> ''),
    -- What ERP calls products that come here by themselves.
    erp_category text constraint erp_category_goes_to_one unique,
    constraint not_below_itself check (parent_id <> category_id),
    constraint siblings_have_an_order unique nulls not distinct (parent_id, position) deferrable initially deferred,
    constraint siblings_have_names unique nulls not distinct (parent_id, name) deferrable initially deferred,
    constraint siblings_have_names_zh unique nulls not distinct (parent_id, name_zh) deferrable initially deferred
);
select rt_watch('shop_category', 'category_id');

alter table product
    add column category_id uuid references shop_category,
    -- By a person, and not where ERP's word leads.
    add column placed_by_hand boolean not null default false,
    -- What a shopper pays for one, VAT included.
    add column price numeric(18,2) not null generated always as (list_price + round(list_price * tax_rate, 2)) stored,
    add column reviews int not null default 0 check (reviews >= 0),
    add column stars_given int not null default 0 check (stars_given between reviews and 5 * reviews),
    add column stars numeric(2,1) not null generated always as (
        case reviews when 0 then 0 else round(stars_given::numeric / reviews, 1) end) stored,
    -- How many have left the warehouse for the shop's orders.
    add column sold numeric(18,6) not null default 0 check (sold >= 0);
select rt_watch('product', 'product_id');
create index product_by_price on product (price, product_id) where in_shop;
create index product_by_stars on product (stars, product_id) where in_shop;
create index product_by_sales on product (sold, product_id) where in_shop;
create index product_by_category on product (category_id) where in_shop;
drop index product_in_shop;

-- The stars of a product are those of the reviews there are.
create function count_reviews() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        update product set reviews = reviews + 1, stars_given = stars_given + new.stars
        where product_id = new.product_id;
    else
        update product set reviews = reviews - 1, stars_given = stars_given - old.stars
        where product_id = old.product_id;
    end if;
    return null;
end $$;
create trigger count_reviews after insert or delete on review for each row execute function count_reviews();

update product set reviews = given.reviews, stars_given = given.stars
from (select product_id, count(*) as reviews, sum(stars) as stars from review group by product_id) given
where product.product_id = given.product_id;
update product set sold = shipped.quantity
from (select product_id, sum(quantity) as quantity from web_order_line join web_order using (order_id)
    where state = 'shipped' group by product_id) shipped
where product.product_id = shipped.product_id;

-- What ERP called its products was the shop's categories so far: each stays one.
insert into shop_category (category_id, position, name, name_zh, erp_category)
select gen_random_uuid(), row_number() over (order by category) - 1, category, category, category
from (select distinct category from product where in_shop and category <> '') known;
update product set category_id = shop_category.category_id
from shop_category where erp_category = product.category;

do $$
begin
    assert not exists (select from product where in_shop and category <> '' and category_id is null),
        'a product lost its category';
    assert (select coalesce(sum(reviews), 0) from product)
        = (select count(*) from review join product using (product_id)), 'a review is not counted';
end $$;
