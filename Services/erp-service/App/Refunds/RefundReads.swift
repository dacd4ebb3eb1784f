import ERPEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// Money that goes back, or went back.
struct RefundView: Codable, Sendable {
    let id: RefundID
    let number: String
    let orderID: OrderID
    let orderNumber: String
    let customerName: String
    let paymentNumber: String
    let amount: Money
    let method: PaymentMethod
    let cause: RefundCause
    /// `due` or `paid`.
    let state: String
    let reference: String?
    let paidOn: BusinessDate?
    let createdAt: Date
}

private let refundColumns: SQL = """
    select refund_id as id, refund.number, refund.order_id, sales_order.number as order_number, customer_name,
        payment.number as payment_number, refund.amount, refund.method, cause, refund.state, refund.reference, paid_on,
        refund.created_at
    from refund join sales_order on sales_order.order_id = refund.order_id join payment using (payment_id)
    """

/// Refunds, the latest first; only those that are still due when the state says so.
struct RefundQuery: Codable, Sendable, PageRequest {
    var state: String?
    var cursor: String?
    var limit: Int?
}

func refunds(_ input: RefundQuery, _ call: Call) async throws -> Paged<RefundView> {
    let last = try input.last(RefundID.self)
    let rows: [RefundView] = try await call.database.all(
        """
        \(refundColumns)
        where \(.all(input.state.map { "refund.state = \($0)" }, last.map { "refund_id < \($0)" }))
        order by refund_id desc limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.description] }
}

/// The refunds of an order, in the order in which they became due.
func refunds(of order: OrderID, _ database: some PostgresExecutor) async throws -> [RefundView] {
    try await database.all("\(refundColumns) where refund.order_id = \(order) order by refund_id")
}
