-- Sign-ins at the identity provider that are under way.
create table openid_request (
    state_hash text primary key,
    nonce text not null,
    verifier text not null,
    leads_to text not null,
    expires_at timestamptz not null
);
create index openid_request_end on openid_request (expires_at);
create index staff_by_email on staff (lower(email)) where email is not null;
