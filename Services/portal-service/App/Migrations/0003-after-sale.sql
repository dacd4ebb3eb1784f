-- Points by the order that earned them; the balance is the sum of what remains.
create table points_lot (
    order_id uuid primary key references web_order,
    shopper_id uuid not null references shopper,
    earned int not null check (earned >= 0),
    remaining int not null check (remaining between 0 and earned),
    earned_at timestamptz not null default now()
);
create index points_lot_of_shopper on points_lot (shopper_id);

create table review (
    review_id uuid primary key,
    product_id uuid not null,
    order_id uuid not null references web_order,
    shopper_id uuid not null references shopper,
    stars int not null check (stars between 1 and 5),
    text text not null check (text <> ''),
    posted_at timestamptz not null default now(),
    constraint one_review_per_item unique (order_id, product_id)
);
create index review_of_product on review (product_id, review_id desc);

create table inquiry (
    inquiry_id uuid primary key,
    name text not null,
    company text,
    email text,
    phone text,
    message text not null,
    submitted_at timestamptz not null default now(),
    constraint can_be_answered check (email is not null or phone is not null)
);
