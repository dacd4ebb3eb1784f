import EventContracts
import Kernel
import ServiceRuntime

/// Sales orders as a list.
struct SalesOrdersPage: Codable, Sendable {
    struct Row: Codable, Sendable {
        let link: String
        let number: String
        let customer: String
        let channel: String
        let badge: Badge
        let total: String
        let outstanding: String
        let isPaid: Bool
        let promised: String?
        let created: String
    }
    let orders: [Row]
    let next: String?
}

func salesOrdersPage(_ input: OrderQuery, _ call: Call) async throws -> SalesOrdersPage {
    let page = try await salesOrders(input, call)
    return SalesOrdersPage(
        orders: page.items.map { order in
            .init(
                link: "/erp/sales-orders/\(order.id)", number: order.number, customer: order.customerName,
                channel: call.text("channel_\(order.channel.rawValue)"), badge: Badge(order.state, call),
                total: call.format(order.total), outstanding: call.format(order.outstanding),
                isPaid: order.outstanding.isZero, promised: order.promisedDate.map { call.format($0) },
                created: call.format(order.createdAt))
        }, next: page.next)
}
