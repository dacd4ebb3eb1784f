import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// An order in a list.
struct OrderRow: Codable, Sendable {
    let link: String
    let number: String
    let channel: String
    let customer: String
    let state: Badge
    let payment: Badge
    let promised: String
    let total: String

    init(_ order: OrderSummary, _ call: Call) {
        link = "/crm/orders/\(order.id)"
        number = order.number
        channel = call.text("channel_\(order.channel.rawValue)")
        customer = order.customerName
        state = Badge(order.state.rawValue, call)
        payment = Badge(order.paidInFull ? "paid" : "unpaid", call)
        promised = order.promisedDate.map { call.format($0) } ?? "—"
        total = call.format(order.total)
    }
}

struct OrderListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func orderListPage(_ input: OrderQuery, _ call: Call) async throws -> OrderListPage {
    let channels = OrderChannel.allCases.map { Choice(value: $0.rawValue, label: call.text("channel_\($0.rawValue)")) }
    return OrderListPage(
        table: DataTable(
            try await call.listed("crm-orders", input, orders), sorted: (input.sort ?? .descending(.created)).word,
            filters: [
                .text("action_search"), .state(OrderState.self, call), .choice("channel", "order_channel", channels),
                .day("from", "field_from"), .day("to", "field_to"),
            ],
            empty: "orders_empty",
            columns: [
                .init("field_number", sort: "number") { .link($0.number, to: "/crm/orders/\($0.id)") },
                .init("customer_title") { .text($0.customerName) },
                .init("field_state") { .badge(Badge($0.state.rawValue, call)) },
                .init("order_payment") { .badge(Badge($0.paidInFull ? "paid" : "unpaid", call)) },
                .init("order_promised") { .text($0.promisedDate.map { call.format($0) }) },
                .init("field_total", sort: "total", isNumber: true) { .text(call.format($0.total)) },
                .init("order_channel") { .text(call.text("channel_\($0.channel.rawValue)")) },
            ], call))
}

/// An order with what ERP reported of it.
struct OrderPage: Codable, Sendable {
    struct Line: Codable, Sendable {
        let sku: String
        let lineName: String
        let quantity: String
        let price: String
        let lineNet: String
        let agreed: String?
        let revision: String?
        let revisionState: Badge?
    }
    struct Payment: Codable, Sendable {
        let paymentNumber: String
        let amount: String
        let method: String
        let receivedOn: String
    }
    struct Refund: Codable, Sendable {
        let refundNumber: String
        let refunded: String
        let refundState: String
    }
    let number: String
    let channel: String
    let customer: String
    let customerLink: String
    let quoteLink: String?
    let erpLink: String
    let chainLink: String
    let state: Badge
    let payment: Badge
    let reason: String?
    let terms: String?
    let confirmed: String
    let requested: String?
    let promised: String?
    let shipment: String?
    let invoice: String?
    let net: String
    let tax: String
    let total: String
    let paid: String
    let lines: [Line]
    let payments: [Payment]
    let refunds: [Refund]
    let timeline: [TimelineRow]
}

func orderPage(_ input: OrderPath, _ call: Call) async throws -> OrderPage {
    let order = try await order(input, call)
    return OrderPage(
        number: order.number, channel: call.text("channel_\(order.channel.rawValue)"), customer: order.customerName,
        customerLink: "/crm/customers/\(order.customerID)", quoteLink: order.quoteID.map { "/crm/quotes/\($0)" },
        erpLink: "/erp/sales-orders/\(order.id)", chainLink: chainLink(order.chain),
        state: Badge(order.state.rawValue, call), payment: Badge(order.paidInFull ? "paid" : "unpaid", call),
        reason: order.reason.map { call.tell(Phrase($0)) },
        terms: order.paymentTerms.map { call.text("terms_\($0.rawValue)") },
        confirmed: call.format(order.confirmedAt), requested: order.requestedDate.map { call.format($0) },
        promised: order.promisedDate.map { call.format($0) },
        shipment: dated(order.shipmentNumber, order.shippedOn, call),
        invoice: dated(order.invoiceNumber, order.invoicedOn, call), net: call.format(order.net),
        tax: call.format(order.tax), total: call.format(order.total), paid: call.format(order.paid),
        lines: order.lines.map { row($0, call) },
        payments: order.payments.map {
            .init(
                paymentNumber: $0.number, amount: call.format($0.amount),
                method: call.text("method_\($0.method.rawValue)"), receivedOn: call.format($0.receivedOn))
        },
        refunds: order.refunds.map {
            .init(
                refundNumber: $0.number, refunded: call.format($0.amount),
                refundState: call.text("refund_\($0.state)"))
        }, timeline: timelineRows(order.timeline, call))
}

private func row(_ line: OrderLineDetail, _ call: Call) -> OrderPage.Line {
    let agreed = (line.options ?? [:]).sorted { $0.key < $1.key }
        .map { "\(optionLabel($0.key, call)): \($0.value)" }
    return OrderPage.Line(
        sku: line.sku, lineName: line.name, quantity: call.format(line.quantity), price: call.format(line.unitPrice),
        lineNet: call.format(line.net), agreed: agreed.isEmpty ? nil : agreed.joined(separator: ", "),
        revision: line.revisionCode,
        revisionState: line.revisionReleased.map { Badge($0 ? "released" : "draft", call) })
}

private func dated(_ number: String?, _ date: BusinessDate?, _ call: Call) -> String? {
    guard let number, let date else { return nil }
    return "\(number) · \(call.format(date))"
}
