-- What people are told about their accounts: on their pages, and by letter where they have an address.
create table account_notice (
    notice_id uuid primary key,
    staff_id uuid not null references staff,
    news text not null check (news in ('password_changed', 'password_link', 'app_added', 'app_taken',
        'recovery_codes', 'email_changed', 'key_made', 'new_device')),
    at timestamptz not null default now(),
    -- Who did it, when it was somebody else.
    made_by uuid references staff,
    address text,
    agent text,
    seen_at timestamptz,
    -- Addresses that letters go to, until they are sent.
    letters_to text[] not null default '{}',
    sent_at timestamptz
);
create index account_notice_of_staff on account_notice (staff_id, at desc);
create index account_notice_to_send on account_notice (at) where sent_at is null and letters_to <> '{}';
