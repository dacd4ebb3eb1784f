create table note (
    note_id uuid           primary key,
    number  text           not null unique,
    author  uuid           not null,
    text    text           not null,
    price   numeric(18, 2) not null
);
create sequence number_nt;
