-- The secrets of authenticator apps are encrypted with a key that the database does not have; those that are there
-- already, when the service starts.
alter table second_factor rename column secret to plain_secret;
alter table second_factor
    alter column plain_secret drop not null,
    add column secret text,
    add column key_id text,
    add constraint second_factor_is_encrypted check (plain_secret is null and secret is not null and key_id is not null)
        not valid;
comment on column second_factor.secret is 'AES-256-GCM: nonce, encrypted secret and tag in base64url; for this staff_id only.';
comment on column second_factor.key_id is 'The key it was encrypted with, one of QIAO_SECRET_KEYS.';
