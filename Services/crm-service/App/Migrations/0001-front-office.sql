-- What CRM owns: leads, customers, opportunities, quotes, orders as confirmed. States are checks, uniqueness is unique.

create sequence number_ld;
create sequence number_cu;
create sequence number_op;
create sequence number_qu;
create sequence number_so;
create sequence number_cf;

create table lead (
    lead_id uuid primary key,
    number text not null unique,
    name text not null check (name <> ''),
    company text,
    title text,
    phone text,
    email text,
    source text not null check (source in ('card', 'web', 'import', 'referral')),
    state text not null check (state in ('new', 'contacted', 'qualified', 'lost', 'converted')),
    -- Null: in the pool, free to be claimed.
    owner_id uuid,
    trip_id uuid,
    inquiry_id uuid unique,
    note text,
    chain uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    check (state <> 'converted' or owner_id is not null)
);
create index lead_trip on lead (trip_id);
create index lead_pool on lead (lead_id) where owner_id is null;

-- CRM is the master of customers; a shopper's customer has the shopper's id.
create table customer (
    customer_id uuid primary key,
    number text not null unique,
    name text not null check (name <> ''),
    email text,
    phone text,
    owner_id uuid,
    -- A lead becomes one customer, once.
    lead_id uuid unique references lead,
    shopper boolean not null,
    chain uuid not null,
    created_at timestamptz not null default clock_timestamp()
);

create table contact (
    contact_id uuid primary key,
    customer_id uuid not null references customer,
    name text not null check (name <> ''),
    title text,
    phone text,
    email text
);
create index contact_customer on contact (customer_id);

-- Sensitive: read through routes that record the read.
create table credit_terms (
    customer_id uuid primary key references customer,
    credit_limit numeric(18, 2) not null check (credit_limit >= 0),
    payment_terms text not null check (payment_terms in ('prepaid', 'net_30')),
    changed_at timestamptz not null default clock_timestamp()
);

create table sensitive_read (
    read_id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    reader_id uuid not null,
    reader_name text not null,
    customer_id uuid not null,
    what text not null check (what in ('contribution', 'credit_terms'))
);

create table opportunity (
    opportunity_id uuid primary key,
    number text not null unique,
    title text not null,
    customer_id uuid not null references customer,
    lead_id uuid references lead,
    owner_id uuid not null,
    stage text not null
        check (stage in ('qualification', 'needs', 'proposal', 'negotiation', 'won', 'lost')),
    lost_reason text,
    chain uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    check (stage <> 'lost' or lost_reason is not null)
);
create index opportunity_customer on opportunity (customer_id);
create index opportunity_lead on opportunity (lead_id);

-- When each stage was entered: what a funnel is drawn from.
create table opportunity_stage (
    opportunity_id uuid not null references opportunity,
    entered_at timestamptz not null default clock_timestamp(),
    stage text not null,
    actor text,
    note text
);
create index opportunity_stage_history on opportunity_stage (opportunity_id, entered_at);

create table quote (
    quote_id uuid primary key,
    number text not null unique,
    opportunity_id uuid not null references opportunity,
    customer_id uuid not null references customer,
    owner_id uuid not null,
    chain uuid not null,
    created_at timestamptz not null default clock_timestamp()
);
create index quote_opportunity on quote (opportunity_id);

create table quote_version (
    quote_id uuid not null references quote,
    version int not null check (version > 0),
    state text not null
        check (state in ('draft', 'in_approval', 'sent', 'rejected', 'superseded', 'accepted', 'declined')),
    valid_until date not null,
    note text,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    total numeric(18, 2) not null check (total = net + tax),
    author_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    submitted_at timestamptz,
    -- The content's hash at submission; what is accepted must still have it.
    content_hash text,
    -- The hash that the approver decided over.
    approved_hash text,
    request_id uuid unique,
    approval_outcome text check (approval_outcome in ('approved', 'rejected', 'withdrawn')),
    approval_comment text,
    -- The undecided version that took this one's place.
    replaced_by int,
    -- The to-do that tells the owner of the decision, while it is open.
    todo_id uuid,
    primary key (quote_id, version),
    check (state = 'draft' or submitted_at is null or content_hash is not null)
);
-- The customer holds one offer at most, and accepts one at most.
create unique index quote_version_sent on quote_version (quote_id) where state = 'sent';
create unique index quote_version_accepted on quote_version (quote_id) where state = 'accepted';

create table quote_line (
    quote_id uuid not null,
    version int not null,
    line_no int not null check (line_no > 0),
    line_id uuid not null unique,
    product_id uuid not null,
    sku text not null,
    name text not null,
    quantity numeric(18, 6) not null check (quantity > 0),
    list_price numeric(18, 2) not null,
    unit_price numeric(18, 2) not null check (unit_price >= 0),
    tax_rate numeric(18, 6) not null check (tax_rate between 0 and 1),
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    options jsonb not null default '{}',
    primary key (quote_id, version, line_no),
    foreign key (quote_id, version) references quote_version
);

-- The lines that were below the floor price when the version was submitted.
create table quote_floor_breach (
    quote_id uuid not null,
    version int not null,
    line_no int not null,
    floor_price numeric(18, 2) not null,
    primary key (quote_id, version, line_no),
    foreign key (quote_id, version, line_no) references quote_line
);

-- What a version promises never changes: a correction is a new version.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % never change', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger quote_line_immutable before update or delete on quote_line
    for each row execute function refuse_change();

create function refuse_content_change() returns trigger language plpgsql as $$
begin
    if (old.valid_until, old.note, old.net, old.tax, old.total)
        is distinct from (new.valid_until, new.note, new.net, new.tax, new.total) then
        raise exception 'the content of a quote version never changes' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger quote_version_immutable before update on quote_version
    for each row execute function refuse_content_change();

create table counter_offer (
    counter_offer_id uuid primary key,
    quote_id uuid not null,
    version int not null,
    text text not null check (text <> ''),
    offer numeric(18, 2) check (offer >= 0),
    recorded_by uuid not null,
    recorded_at timestamptz not null default clock_timestamp(),
    foreign key (quote_id, version) references quote_version
);
create index counter_offer_quote on counter_offer (quote_id);

-- Orders: confirmed here (crm) or placed in the shop (web). Below the line: what ERP reports back.
create table sales_order (
    order_id uuid primary key,
    number text not null,
    channel text not null check (channel in ('crm', 'web')),
    customer_id uuid not null,
    customer_name text not null,
    -- One quote makes one order, however many accept it at once.
    quote_id uuid unique references quote,
    version int,
    opportunity_id uuid references opportunity,
    lead_id uuid references lead,
    owner_id uuid,
    requested_date date,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    total numeric(18, 2) not null check (total = net + tax),
    chain uuid not null,
    confirmed_at timestamptz not null default clock_timestamp(),

    state text not null default 'confirmed' check (state in (
        'confirmed', 'accepted', 'rejected', 'planned', 'in_production', 'produced', 'shipped', 'invoiced',
        'cancelled')),
    reason text,
    payment_terms text,
    promised_date date,
    paid_in_full boolean not null default false,
    shipment_number text,
    shipped_on date,
    -- The shop numbers its orders itself.
    unique (channel, number),
    check ((channel = 'crm') = (quote_id is not null))
);
create index sales_order_customer on sales_order (customer_id);
create index sales_order_lead on sales_order (lead_id);

create table sales_order_line (
    order_id uuid not null references sales_order,
    line_no int not null,
    line_id uuid not null,
    product_id uuid not null,
    sku text not null,
    name text not null,
    quantity numeric(18, 6) not null,
    unit_price numeric(18, 2) not null,
    tax_rate numeric(18, 6) not null,
    net numeric(18, 2) not null,
    tax numeric(18, 2) not null,
    primary key (order_id, line_no)
);

-- What was agreed for a line beyond the standard product; ERP makes a draft revision of it.
create table configuration (
    configuration_id uuid primary key,
    number text not null unique,
    order_id uuid not null references sales_order,
    line_id uuid not null unique,
    product_id uuid not null,
    options jsonb not null
);
