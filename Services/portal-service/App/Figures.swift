import Kernel
import Postgres
import ServiceRuntime

/// What `qiao verify` compares with the other services.
let figures: [Figure] = [
    figure("portal.orders.accepted") { call in
        try await call.database.one(
            "select count(*) from web_order where state in ('awaiting_payment', 'paid', 'shipped')", as: Int.self)
    },
    figure("portal.orders.total") { call in
        try await call.database.one(
            """
            select coalesce(sum(total), 0) from web_order where state in ('awaiting_payment', 'paid', 'shipped')
            """, as: Money.self)
    },
    // Money that paid an order; what was paid twice went back and is not in ERP's books either.
    figure("portal.orders.paid_online") { call in
        try await call.database.one(
            """
            select coalesce(sum(a.amount), 0) from payment_attempt a
            where exists (
                select from payment_notification n
                where n.payment_id = a.payment_id::text and n.outcome = 'paid')
            """, as: Money.self)
    },
    figure("portal.orders.shipped") { call in
        try await call.database.one("select count(*) from web_order where state = 'shipped'", as: Int.self)
    },
    figure("portal.points.balance") { call in
        try await call.database.one("select coalesce(sum(remaining), 0) from points_lot", as: Int.self)
    },
    figure("portal.points.expected") { call in
        try await call.database.one(
            "select coalesce(sum(floor(total)::bigint), 0) from web_order where state = 'shipped'", as: Int.self)
    },
    figure("portal.invoiced.net") { call in
        try await call.database.one("select coalesce(sum(net), 0) from invoice", as: Money.self)
    },
    figure("portal.shoppers.count") { call in
        try await call.database.one("select count(*) from shopper where removed_at is null", as: Int.self)
    },
    // Of money that ERP has in its books; what never paid an order is the portal's affair.
    figure("portal.refunds.online") { call in
        try await call.database.one(
            "select coalesce(sum(amount), 0) from payment_refund where asked_by = 'erp'", as: Money.self)
    },
    figure("portal.refunds.online_made") { call in
        try await call.database.one(
            "select coalesce(sum(amount), 0) from payment_refund where asked_by = 'erp' and state = 'refunded'",
            as: Money.self)
    },
    figure("portal.refunds.due") { call in
        try await call.database.one("select count(*) from payment_refund where state = 'due'", as: Int.self)
    },
]
