import ERPDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A sales order's row.
struct SalesOrder: Decodable, Sendable {
    let orderID: OrderID
    let number: String
    let channel: OrderChannel
    let customerID: CustomerID
    let customerName: String
    var state: SalesOrderState
    let paymentTerms: PaymentTerms
    let net: Money
    let tax: Money
    let total: Money
    var paid: Money
    let chain: UUID

    var outstanding: Outstanding { Outstanding(total: total, paid: paid) }
    /// Neither refused nor cancelled: money can be allocated to it.
    var isAlive: Bool { state != .rejected && state != .cancelled }
    /// What the customer still has to pay.
    var due: Money { isAlive ? outstanding.rest : .zero }
    var link: String { "/erp/sales-orders/\(orderID)" }
    var source: VoucherSource { VoucherSource(type: "sales-order", id: orderID.rawValue, number: number) }
    /// Prepaid orders ship only when the money is there.
    var mayShip: Bool { state == .produced && (paymentTerms != .prepaid || outstanding.isPaid) }
}

/// Reads an order and keeps others from changing it until the transaction ends; events go into its chain.
/// Everything that belongs to an order (its work orders, payments, goods) is changed under this lock.
func lockOrder(_ id: OrderID, _ tx: EventTransaction) async throws -> SalesOrder {
    guard
        let order = try await tx.first(
            """
            select order_id, number, channel, customer_id, customer_name, state, payment_terms, net, tax, total, paid,
                chain
            from sales_order where order_id = \(id) for no key update
            """, as: SalesOrder.self)
    else { throw Problem.notFound("sales order", id) }
    tx.join(chain: order.chain)
    return order
}

/// Moves a locked order on by the table of states.
/// - Throws: `IllegalTransition`.
func advance(_ order: inout SalesOrder, _ action: SalesOrderAction, _ tx: EventTransaction) async throws {
    let next = try SalesOrderState.table.next(order.state, action)
    if next != order.state {
        try await tx.execute("update sales_order set state = \(next) where order_id = \(order.orderID)")
    }
    order.state = next
}
