import CRMDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What a customer earned the company, order by order, from actual costs.
struct CustomerContribution: Codable, Sendable {
    var customerID: CustomerID
    var revenue: Money
    var material: Money
    var labour: Money
    var machine: Money
    var overhead: Money
    var cost: Money
    var contribution: Money
    /// Contribution as a share of revenue; absent without revenue.
    var margin: ExactDecimal?
    var orders: [OrderContribution]
}

/// One settled order.
struct OrderContribution: Codable, Sendable {
    var orderID: OrderID
    var number: String
    var channel: OrderChannel
    var revenue: Money
    var material: Money
    var labour: Money
    var machine: Money
    var overhead: Money
    var cost: Money
    var settledAt: Date

    var figures: Contribution {
        Contribution(
            revenue: revenue, material: material, labour: labour, machine: machine, overhead: overhead, cost: cost)
    }
}

func customerContribution(_ input: CustomerPath, _ call: Call) async throws -> CustomerContribution {
    try await checkReadable(input.id, call)
    try await recordRead(of: .contribution, input.id, call)
    let orders: [OrderContribution] = try await call.database.all(
        "select * from order_cost where customer_id = \(input.id) order by settled_at desc, order_id desc")
    let sum = orders.map(\.figures).reduce(.none, +)
    return CustomerContribution(
        customerID: input.id, revenue: sum.revenue, material: sum.material, labour: sum.labour, machine: sum.machine,
        overhead: sum.overhead, cost: sum.cost, contribution: sum.contribution, margin: sum.margin, orders: orders)
}

/// ERP settled what an order cost; the shop's orders count as well.
func orderCostSettled(_ incoming: Incoming<OrderCostSettled>, _ tx: EventTransaction) async throws {
    let cost = incoming.event
    tx.write(
        """
        insert into order_cost (order_id, number, customer_id, channel, revenue, material, labour, machine, overhead,
            cost, settled_at)
        values (\(cost.orderID), \(cost.number), \(cost.customerID), \(cost.channel), \(cost.revenue),
            \(cost.material), \(cost.labour), \(cost.machine), \(cost.overhead), \(cost.cost),
            \(incoming.envelope.time))
        on conflict (order_id) do update set revenue = excluded.revenue, material = excluded.material,
            labour = excluded.labour, machine = excluded.machine, overhead = excluded.overhead,
            cost = excluded.cost, settled_at = excluded.settled_at
        """)
}
