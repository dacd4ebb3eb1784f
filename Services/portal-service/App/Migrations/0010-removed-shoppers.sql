-- Whoever removes their account leaves orders, payments and points behind, as the books need them, but not their name.
alter table shopper
    alter column name drop not null,
    alter column password drop not null,
    add column removed_at timestamptz,
    drop constraint shopper_can_be_reached,
    add constraint shopper_is_known_until_removed check (
        case when removed_at is null
            then num_nonnulls(name, password) = 2 and num_nonnulls(email, phone) > 0
            else num_nonnulls(name, password, email, phone) = 0 end);

-- Of cards left by somebody signed in.
alter table inquiry add column shopper_id uuid references shopper;
create index inquiry_of_shopper on inquiry (shopper_id) where shopper_id is not null;
