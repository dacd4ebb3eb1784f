import ERPEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A shipment, an invoice or a payment by what people call it.
struct NumberPath: Codable, Sendable {
    var number: String
}

/// A shipment: what left the warehouse, when, and for whom.
func shipmentPage(_ input: NumberPath, _ call: Call) async throws -> DocumentPage {
    let order = try await orderOf("shipment", "shipment_number", input.number, call)
    let history = try await call.history(
        of: [order.id.rawValue], since: order.order.createdAt, staff: "staff", number: order.number,
        only: [SalesOrderProduced.type, SalesOrderShipped.type])
    return DocumentPage(
        DocumentView(
            "erp_shipment", number: input.number, subject: order.order.customerName, badges: [Badge("shipped", call)],
            facts: [
                DocumentFact("erp_shipped_on", order.order.shippedOn.map { call.format($0) }),
                DocumentFact("erp_ship_to", order.order.shipTo ?? order.order.customerName),
                DocumentFact("erp_sales_order", order.number, link: "/erp/sales-orders/\(order.id)"),
                DocumentFact("erp_promised", order.order.promisedDate.map { call.format($0) }),
            ],
            tables: [
                DocumentTable(
                    "goods", "erp_goods",
                    [
                        .init(call.text("erp_product")), .init(call.text("erp_revision")),
                        .init(call.text("erp_quantity"), isNumber: true),
                    ],
                    order.lines.map {
                        [
                            .text("\($0.sku) · \(call.name($0.name, $0.nameZh))"), .text($0.revision),
                            .text(call.counted($0.quantity, $0.unit)),
                        ]
                    })
            ],
            related: try await order.beforeIt(call) + [order.itself(call)]
                + order.afterIt(call).dropFirst(),
            history: history, chain: call.chain(order.chain, with: history), call))
}

/// An invoice: what is asked for, until when, and what of it has come.
func invoicePage(_ input: NumberPath, _ call: Call) async throws -> DocumentPage {
    let order = try await orderOf("invoice", "invoice_number", input.number, call)
    let summary = order.order
    let history = try await call.history(
        of: [order.id.rawValue] + order.payments.map(\.id.rawValue), since: summary.createdAt, staff: "staff",
        number: order.number, only: [SalesOrderInvoiced.type, SalesOrderPaid.type, PaymentReceived.type])
    let dueOn = summary.paymentTerms == .net30 ? summary.invoicedOn.map { $0.adding(days: 30) } : summary.invoicedOn
    let isOverdue = !order.outstanding.isZero && dueOn.map { $0 < .today } ?? false
    return DocumentPage(
        DocumentView(
            "erp_invoice", number: input.number, subject: summary.customerName,
            badges: [Badge("invoiced", call), Badge(order.outstanding.isZero ? "paid" : "unpaid", call)],
            notices: [DocumentNotice(isOverdue ? call.text("erp_overdue") : nil, colour: "danger")],
            actions: [paymentAction(order, try call.signedIn(), call)],
            waiting: order.outstanding.isZero ? "document_nothing_to_do" : "erp_waits_for_money",
            facts: [
                DocumentFact("erp_total", call.format(summary.total)),
                DocumentFact("erp_outstanding", call.format(order.outstanding)),
                DocumentFact("erp_invoiced_on", summary.invoicedOn.map { call.format($0) }),
                DocumentFact("erp_due_on", dueOn.map { call.format($0) }),
                DocumentFact("erp_terms", call.text("terms_\(summary.paymentTerms.rawValue)")),
                DocumentFact("erp_sales_order", order.number, link: "/erp/sales-orders/\(order.id)"),
            ],
            tables: [order.linesTable(call), order.paymentsTable(call), order.refundsTable(call)],
            related: try await order.beforeIt(call) + [order.itself(call)]
                + order.afterIt(call).filter { $0?.isNamed(input.number) != true },
            history: history, chain: call.chain(order.chain, with: history), call))
}

/// The order that has the number, as one of its documents shows it: without what it cost.
private func orderOf(_ what: String, _ column: SQL, _ number: String, _ call: Call) async throws -> OrderView {
    let id: OrderID? = try await call.database.first("select order_id from sales_order where \(column) = \(number)")
    guard let id else { throw Problem.notFound(what, number) }
    return try await salesOrder(id, call.database)
}
