import Kernel
import Postgres
import ServiceRuntime

/// What `qiao verify` compares with the other services.
let figures: [Figure] = [
    count("crm.leads.count", "select count(*) from lead"),
    count("crm.customers.count", "select count(*) from customer"),
    count("crm.orders.confirmed", "select count(*) from sales_order where channel = 'crm'"),
    sum("crm.orders.total", "select coalesce(sum(total), 0) from sales_order where channel = 'crm'"),
    sum("crm.orders.invoiced_net", "select coalesce(sum(net), 0) from order_invoice where channel = 'crm'"),
    sum("crm.contribution.revenue", "select coalesce(sum(revenue), 0) from order_cost"),
    sum("crm.contribution.cost", "select coalesce(sum(cost), 0) from order_cost"),
]

private func count(_ key: String, _ query: SQL) -> Figure {
    figure(key) { call in try await call.database.one(query, as: Int.self) }
}

private func sum(_ key: String, _ query: SQL) -> Figure {
    figure(key) { call in try await call.database.one(query, as: Money.self) }
}
