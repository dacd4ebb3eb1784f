-- Shoppers sign in with an e-mail address or a mobile phone; whoever has both, with either.
alter table shopper
    alter column email drop not null,
    add column phone text constraint shopper_phone unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    -- When a code showed that the address is theirs.
    add column proven_at timestamptz,
    add constraint shopper_can_be_reached check (email is not null or phone is not null);

-- Codes go to either, and are good for what they were asked for.
alter table registration_code rename to address_code;
alter table address_code rename column email to address;
alter table address_code
    add column purpose text not null default 'register' check (purpose in ('register', 'new_password')),
    drop constraint registration_code_pkey,
    add primary key (address, purpose);
alter table address_code alter column purpose drop default;
alter index registration_code_end rename to address_code_end;
