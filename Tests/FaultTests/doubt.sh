#!/usr/bin/env bash
# Makes `qiao verify` doubt: each comparison is made to fail on purpose, in a real database, and the damage undone.
# Wants QIAO_DATABASE_URL (with the owner's rights) and `qiao` on the path; stories must have been played.
set -euo pipefail

failed=0

sql() { psql "$QIAO_DATABASE_URL" -X -q -At -v ON_ERROR_STOP=1 -c "$1"; }

# Does the damage, wants verify to name it, undoes the damage, wants verify to be content again.
doubts() { # WHAT DAMAGE UNDO NAMED
    local found
    # Repairs by the running services must not come first: they find lost events by themselves.
    sql "$2"
    if found=$(qiao verify --patience 0 2>&1); then
        echo "FAILED: $1, and verify saw nothing"
        failed=1
    elif ! grep -q "$4" <<<"$found"; then
        echo "FAILED: $1, and verify spoke of something else: $found"
        failed=1
    else
        echo "$1: $(grep -m 1 "$4" <<<"$found")"
    fi
    sql "$3"
    qiao verify || { echo "FAILED: after $1 was undone" && failed=1; }
}

# Without triggers, as somebody with the owner's rights could.
damage() { echo "set session_replication_role = replica; $1"; }

first_cost="select ctid from crm.order_cost order by order_id limit 1"
doubts "an effect is deleted" \
    "$(damage "create table public.doubt as select * from crm.order_cost where ctid = ($first_cost);
               delete from crm.order_cost where ctid = ($first_cost)")" \
    "$(damage "insert into crm.order_cost select * from public.doubt; drop table public.doubt")" \
    "crm.contribution.revenue"

first_event="select event_id from oa.msg_event order by id limit 1"
doubts "an event is deleted" \
    "$(damage "create table public.doubt as select * from oa.msg_event where event_id = ($first_event);
               delete from oa.msg_event where event_id = ($first_event)")" \
    "$(damage "insert into oa.msg_event select * from public.doubt; drop table public.doubt")" \
    "oa: the log of stream"

first_line="(voucher_id, line) = (select voucher_id, line from erp.voucher_line where debit > 0 order by 1, 2 limit 1)"
doubts "a voucher line is altered" \
    "$(damage "update erp.voucher_line set debit = debit + 0.01 where $first_line")" \
    "$(damage "update erp.voucher_line set debit = debit - 0.01 where $first_line")" \
    "erp.check.unbalanced_vouchers"

doubts "an account's total is altered" \
    "$(damage "update erp.account_total set debit = debit + 0.01 where account = '1002'")" \
    "$(damage "update erp.account_total set debit = debit - 0.01 where account = '1002'")" \
    "erp.check.account_totals"

one_position="(aggregate_type, aggregate_id) = (select aggregate_type, aggregate_id from portal.msg_position
    where aggregate_type = 'erp.sales-order' order by 2 limit 1)"
doubts "a position is moved" \
    "$(damage "update portal.msg_position set sequence = sequence + 1 where $one_position")" \
    "$(damage "update portal.msg_position set sequence = sequence - 1 where $one_position")" \
    "erp.sales-order"

first_point="select ctid from portal.points_lot order by order_id limit 1"
doubts "points are given away" \
    "$(damage "update portal.points_lot set earned = earned + 1, remaining = remaining + 1 where ctid = ($first_point)")" \
    "$(damage "update portal.points_lot set earned = earned - 1, remaining = remaining - 1 where ctid = ($first_point)")" \
    "points"

# Whoever can write the tables can compute every hash anew, but not what oa-service keeps of them.
chain_anew="do \$\$ declare seal record; chained bytea := ''; begin
    for seal in select * from rt_audit_seal order by position loop
        chained := rt_audit_hash(chained, seal.entry_id);
        update rt_audit_seal set hash = chained where position = seal.position;
    end loop;
end \$\$"
first_entry="entry_id = (select entry_id from rt_audit_seal order by position limit 1)"
doubts "an audit trail is rewritten whole" \
    "$(damage "set search_path = crm; update rt_audit set actor_name = actor_name || '!' where $first_entry; $chain_anew")" \
    "$(damage "set search_path = crm; update rt_audit set actor_name = rtrim(actor_name, '!') where $first_entry;
               $chain_anew")" \
    "crm: the audit trail was rewritten"

exit "$failed"
