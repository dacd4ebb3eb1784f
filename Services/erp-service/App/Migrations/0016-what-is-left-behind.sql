-- Money that is allotted closes the to-dos of the trips it was short for.
create index budget_reservation_declined on budget_reservation (budget_code) where state = 'declined';
-- A product's own bills come before those of revisions, the latest first.
create index bom_latest on bom (product_id, (revision_id is not null), version desc);
-- An order that has got its goods leaves no empty balance behind: what there is of a product would be added up over all
-- orders it was ever made for.
delete from stock where held_for <> '00000000-0000-0000-0000-000000000000' and on_hand = 0;
do $$
begin
    if (select coalesce(sum(on_hand), 0) from stock) <> (select coalesce(sum(quantity), 0) from stock_move) then
        raise exception 'stock is not what its moves come to';
    end if;
end $$;
