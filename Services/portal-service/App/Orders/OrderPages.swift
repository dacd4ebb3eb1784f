import Kernel
import PortalDomain
import ServiceRuntime

/// A shopper's orders; to staff those of all.
struct OrdersView: ShowsTable, Codable, Sendable {
    let table: DataTable
    let isShopper: Bool
}

/// `/orders`
func ordersPage(_ query: OrderQuery, _ call: Call) async throws -> OrdersView {
    let isShopper = call.person?.kind == .shopper
    return OrdersView(
        table: DataTable(
            try await call.listed("web-orders", query, listOrders), sorted: (query.sort ?? .descending(.placed)).word,
            filters: [
                .text("action_search"), .state(WebOrderState.self, call), .day("from", "field_from"),
                .day("to", "field_to"),
            ],
            empty: isShopper ? "orders_empty" : "orders_none",
            columns: [
                .init("number", sort: "number") { .link($0.number, to: "/orders/\($0.id)") }
            ] + (isShopper ? [] : [.init("order_shopper") { .text($0.shopperName) }]) + [
                .init("order_goods") { .text($0.goods) },
                .init("placed_at", sort: "placed") { .text(call.format($0.placedAt)) },
                .init("state") { .badge(Badge($0.state, call)) },
                .init("total", sort: "total", isNumber: true) { .text(call.format($0.total)) },
            ], call), isShopper: isShopper)
}

/// One order: its goods, where it stands, and what the shopper can do now.
struct OrderView: Codable, Sendable {
    struct Line: Codable, Sendable {
        let productID: String
        let link: String
        let sku: String
        let name: String
        let quantity: String
        let unitPrice: String
        let net: String
        let canReview: Bool
    }
    struct Step: Codable, Sendable {
        let text: String
        let at: String
    }
    struct Refund: Codable, Sendable {
        let amount: String
        let reason: String
        let isDone: Bool
    }
    let id: String
    let number: String
    let state: Badge
    let stateName: String
    /// More may happen by itself: the page looks again.
    let isLive: Bool
    let canPay: Bool
    /// Where to pay by transfer; nil where the company was told of no account.
    let account: BankAccount?
    let canCancel: Bool
    let lines: [Line]
    let steps: [Step]
    let refunds: [Refund]
    let net: String
    let tax: String
    let total: String
    let shipTo: String
    /// For staff: who ordered.
    let shopper: String?
    let reason: String?
    let shipment: String?
    let points: Int
    let hasPoints: Bool
    /// For staff: the whole business transaction.
    let chainLink: String?
}

/// `/orders/{id}`
func orderPage(_ path: OrderPath, _ call: Call) async throws -> OrderView {
    let order = try await showOrder(path, call)
    let isShopper = call.person?.kind == .shopper
    return OrderView(
        id: order.id.description, number: order.number, state: Badge(order.state, call),
        stateName: order.state.rawValue, isLive: !order.state.isFinal,
        canPay: isShopper && order.state == .awaitingPayment, account: call.service.configuration.bankAccount,
        canCancel: isShopper && order.state.canBeCancelledByShopper,
        lines: order.lines.map { orderLineView($0, canReview: isShopper && order.state == .shipped, call) },
        steps: order.steps.map { .init(text: call.text("state_\($0.state.rawValue)"), at: call.format($0.at)) },
        refunds: order.refunds.map {
            .init(amount: call.format($0.amount), reason: call.text("refund_\($0.reason.rawValue)"), isDone: $0.isDone)
        },
        net: call.format(order.net), tax: call.format(order.tax), total: call.format(order.total),
        shipTo: order.shipTo, shopper: order.shopperName, reason: order.reason.map { call.tell(Phrase($0)) },
        shipment: order.shipmentNumber,
        points: order.points,
        hasPoints: order.points > 0, chainLink: isShopper ? nil : "/chains/\(order.number)")
}

private func orderLineView(_ line: OrderDetails.Line, canReview: Bool, _ call: Call) -> OrderView.Line {
    OrderView.Line(
        productID: line.productID.description, link: "/products/\(line.productID)", sku: line.sku,
        name: call.name(line.name, line.nameZh),
        quantity: call.format(line.quantity), unitPrice: call.format(line.unitPrice), net: call.format(line.net),
        canReview: canReview && !line.isReviewed)
}
