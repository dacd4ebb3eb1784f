import ERPEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A payment: what came, what for, and what of it goes back.
func paymentPage(_ input: NumberPath, _ call: Call) async throws -> DocumentPage {
    struct Found: Decodable, Sendable { let paymentID: PaymentID, orderID: OrderID }
    // The audit trail knows it by its id.
    let found: Found? = try await call.database.first(
        """
        select payment_id, order_id from payment
        where number = \(input.number) or payment_id = \(UUID(uuidString: input.number))
        """)
    guard let found else { throw Problem.notFound("payment", input.number) }
    let order = try await salesOrder(found.orderID, call.database)
    guard let payment = order.payments.first(where: { $0.id == found.paymentID }) else {
        throw Problem.notFound("payment", input.number)
    }
    let refunds = order.refunds.filter { $0.paymentNumber == payment.number }
    let history = try await call.history(
        of: [payment.id.rawValue] + refunds.map(\.id.rawValue), since: order.order.createdAt, staff: "staff",
        number: payment.number)
    let person = try call.signedIn()
    let rest = payment.amount - payment.allocated
    return DocumentPage(
        DocumentView(
            "erp_payment", number: payment.number, subject: order.order.customerName,
            badges: [Badge("received", words: "payment", call)],
            notices: [
                DocumentNotice(rest.isZero ? nil : "\(call.text("erp_not_taken")) \(call.format(rest))")
            ],
            actions: refunds.map { payBack($0, person, call) },
            facts: [
                DocumentFact("erp_amount", call.format(payment.amount)),
                DocumentFact("erp_received", call.format(payment.receivedOn)),
                DocumentFact("erp_method", call.text("method_\(payment.method.rawValue)")),
                DocumentFact("erp_reference", payment.reference),
                DocumentFact("erp_sales_order", order.number, link: "/erp/sales-orders/\(order.id)"),
                DocumentFact("erp_outstanding", call.format(order.outstanding)),
            ],
            tables: [refunds.table(call)],
            related: try await order.beforeIt(call) + [order.itself(call)]
                + order.afterIt(call).filter { $0?.isNamed(payment.number) != true },
            history: history, chain: call.chain(order.chain, with: history), call))
}
