import Kernel
import Postgres
import ServiceRuntime

/// The numbers that `qiao verify` compares with other services', and the checks of ERP with itself, each of which is 0.
let figures: [Figure] = orderFigures + moneyFigures + selfChecks

private func number(_ key: String, _ sql: SQL) -> Figure {
    figure(key) { call in try await call.database.one(sql, as: Int.self) }
}

private func sum(_ key: String, _ sql: SQL) -> Figure {
    figure(key) { call in try await call.database.one("select coalesce((\(sql)), 0)::numeric(18, 2)", as: Money.self) }
}

/// A difference between two ways to the same amount.
private func check(_ name: String, _ sql: SQL) -> Figure {
    figure("erp.check.\(name)") { call in
        try await call.database.one("select trim_scale(coalesce((\(sql)), 0)::numeric)::text", as: String.self)
    }
}

private let orderFigures = [
    number("erp.orders.crm.count", "select count(*) from sales_order where channel = 'crm'"),
    sum("erp.orders.crm.total", "select sum(total) from sales_order where channel = 'crm'"),
    number(
        "erp.orders.web.count",
        "select count(*) from sales_order where channel = 'web' and state not in ('rejected', 'cancelled')"),
    sum(
        "erp.orders.web.total",
        "select sum(total) from sales_order where channel = 'web' and state not in ('rejected', 'cancelled')"),
    sum("erp.invoiced.crm.net", "select sum(net) from sales_order where channel = 'crm' and state = 'invoiced'"),
    sum("erp.invoiced.web.net", "select sum(net) from sales_order where channel = 'web' and state = 'invoiced'"),
    number("erp.shipped.web.count", "select count(*) from sales_order where channel = 'web' and state = 'invoiced'"),
    number("erp.customers.count", "select count(*) from customer"),
]

private let moneyFigures = [
    sum("erp.payments.online", "select sum(amount) from payment where method = 'online'"),
    sum("erp.payments.bank", "select sum(amount) from payment where method = 'bank'"),
    sum("erp.refunds.online", "select sum(amount) from refund where method = 'online'"),
    sum("erp.refunds.online_made", "select sum(amount) from refund where method = 'online' and state = 'paid'"),
    sum("erp.refunds.due", "select sum(amount) from refund where state = 'due'"),
    sum("erp.cost.revenue", "select sum(net) from sales_order where state = 'invoiced'"),
    sum(
        "erp.cost.total",
        """
        select sum(cost_material + cost_labour + cost_machine + cost_overhead) from sales_order
        where state = 'invoiced'
        """),
    number(
        "erp.trip_funds.reserved_or_consumed",
        "select count(*) from budget_reservation where state in ('reserved', 'consumed')"),
    sum("erp.trip_funds.consumed", "select sum(spent) from budget_reservation where state = 'consumed'"),
    sum("erp.revenue.ledger", "select sum(credit - debit) from voucher_line where account = '6001'"),
]

private let selfChecks = [
    check(
        "unbalanced_vouchers",
        """
        select count(*) from (select v.voucher_id from voucher v left join voucher_line l using (voucher_id)
            group by v.voucher_id having sum(l.debit) is distinct from sum(l.credit) or count(l.line) < 2) bad
        """),
    check(
        "account_totals",
        """
        select sum(abs(coalesce(t.debit, 0) - coalesce(l.debit, 0)) + abs(coalesce(t.credit, 0) - coalesce(l.credit, 0)))
        from account_total t full join (select period, account, sum(debit) as debit, sum(credit) as credit
            from voucher_line join voucher using (voucher_id) group by period, account) l using (period, account)
        """),
    check(
        "voucher_gaps",
        """
        select sum(abs(last_number - (select count(*) from voucher v where v.period = p.period))) from period p
        """),
    check(
        "inventory",
        """
        select (select coalesce(sum(debit - credit), 0) from voucher_line where account in ('1403', '1405'))
            - (select coalesce(sum(material + labour + machine + overhead), 0) from stock)
        """),
    check(
        "stock_ledger",
        """
        select sum(abs(coalesce(s.on_hand, 0) - coalesce(m.quantity, 0))
            + abs(coalesce(s.material + s.labour + s.machine + s.overhead, 0) - coalesce(m.value, 0)))
        from stock s full join (select product_id, held_for, sum(quantity) as quantity,
            sum(material + labour + machine + overhead) as value from stock_move group by product_id, held_for) m
            using (product_id, held_for)
        """),
    check("negative_stock", "select count(*) from stock where on_hand < 0 or reserved < 0 or reserved > on_hand"),
    check(
        "stock_reserved",
        """
        select sum(abs(coalesce(s.reserved, 0) - coalesce(r.quantity, 0)))
        from (select product_id, sum(reserved) as reserved from stock group by product_id) s
        full join (select product_id, sum(quantity) as quantity from reservation group by product_id) r
            using (product_id)
        """),
    check(
        "receivables",
        """
        select (select coalesce(sum(debit - credit), 0) from voucher_line where account = '1122')
            - (select coalesce(sum(total - paid), 0) from sales_order where state = 'invoiced')
        """),
    check(
        "advances",
        """
        select (select coalesce(sum(credit - debit), 0) from voucher_line where account = '2203')
            - (select coalesce(sum(paid), 0) from sales_order where state <> 'invoiced')
            - (select coalesce(sum(amount - allocated), 0) from payment)
            + (select coalesce(sum(amount), 0) from refund)
        """),
    check(
        "refunds",
        """
        select (select coalesce(sum(credit - debit), 0) from voucher_line where account = '2241')
            - (select coalesce(sum(amount), 0) from refund where state = 'due')
        """),
    check(
        "wip",
        """
        select (select coalesce(sum(debit - credit), 0) from voucher_line where account = '5001')
            - (select coalesce(sum(cost_material + cost_labour + cost_machine + cost_overhead), 0) from work_order
                where state = 'started')
        """),
    check(
        "budget",
        """
        select sum(abs(b.reserved - coalesce((select sum(amount) from budget_reservation r
            where r.budget_code = b.code and r.state = 'reserved'), 0))) from budget b
        """),
]
