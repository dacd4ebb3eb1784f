-- Pictures of products. Their bytes, each size encoded anew, are apart from what lists read, under what they hold: a size
-- that two pictures share is kept once. Whoever adds or removes pictures holds the advisory lock 'pictures'.
create table picture_file (
    hash text primary key,
    bytes bytea not null check (length(bytes) > 0)
);
-- WebP does not get smaller.
alter table picture_file alter column bytes set storage external;

create table product_picture (
    picture_id uuid primary key,
    product_id uuid not null references product,
    position int not null check (position >= 0),
    alt text not null check (alt <> ''),
    alt_zh text not null check (alt_zh <> ''),
    added_at timestamptz not null default now(),
    constraint pictures_have_an_order unique (product_id, position) deferrable initially deferred
);
select rt_watch('product_picture', 'picture_id');

create table product_picture_size (
    picture_id uuid not null references product_picture on delete cascade,
    width int not null check (width > 0),
    height int not null check (height > 0),
    hash text not null references picture_file,
    primary key (picture_id, width)
);
create index product_picture_size_hash on product_picture_size (hash);
