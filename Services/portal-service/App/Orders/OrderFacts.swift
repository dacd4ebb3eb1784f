import ERPEvents
import EventContracts
import Kernel
import Messaging
import PortalDomain
import Postgres

// What ERP says of orders. Orders of the other channel are not ours and not in our table; a fact that no longer
// applies (the shopper cancelled meanwhile) changes nothing here: ERP hears of the cancellation in its turn.

/// ERP holds the stock: the shopper is asked for the money.
func orderAccepted(_ incoming: Incoming<SalesOrderAccepted>, _ tx: EventTransaction) async throws {
    try await hear(.accept, of: incoming.event.orderID, tx)
}

/// There is not enough stock.
func orderRejected(_ incoming: Incoming<SalesOrderRejected>, _ tx: EventTransaction) async throws {
    try await hear(.reject, of: incoming.event.orderID, tx, with: ", reason = \(incoming.event.reason)")
}

/// Finance recorded the money: by bank transfer, unless we knew already that it was paid online.
func orderPaid(_ incoming: Incoming<SalesOrderPaid>, _ tx: EventTransaction) async throws {
    let moved = try await hear(.pay, of: incoming.event.orderID, tx, with: ", paid_by = \(PaymentMethod.bank)")
    if moved { try await closePaymentAttempts(of: incoming.event.orderID, tx) }
}

/// The goods left the warehouse: points are earned.
func orderShipped(_ incoming: Incoming<SalesOrderShipped>, _ tx: EventTransaction) async throws {
    let shipped = incoming.event
    tx.keep(shipped.shipmentNumber, of: .shipment, incoming.envelope)
    let details: SQL = ", shipment_number = \(shipped.shipmentNumber), shipped_on = \(shipped.shippedOn)"
    guard try await hear(.ship, of: shipped.orderID, tx, with: details) else { return }
    countSold(in: shipped.orderID, tx)
    try await earnPoints(by: shipped.orderID, tx)
}

/// ERP called the order off; what was paid for it is owed back by ERP, which says so itself.
func orderCalledOff(_ incoming: Incoming<SalesOrderCancelled>, _ tx: EventTransaction) async throws {
    let order = incoming.event.orderID
    guard try await hear(.callOff, of: order, tx, with: ", reason = \(incoming.event.reason)") else { return }
    try await closePaymentAttempts(of: order, tx)
}

/// - Returns: whether the order moved.
@discardableResult
private func hear(
    _ fact: WebOrderAction, of id: OrderID, _ tx: EventTransaction, with details: SQL = ""
) async throws -> Bool {
    guard let order = try await LockedOrder.find(id, tx), let state = order.state.hearing(fact) else { return false }
    try await order.move(to: state, tx, with: details)
    return true
}

/// What sells best is known by what was shipped. The rows are locked in one order, whichever order theirs is.
private func countSold(in order: OrderID, _ tx: EventTransaction) {
    tx.write(
        """
        with line as (select product_id, quantity from web_order_line where order_id = \(order)),
        locked as (select product_id from product where product_id in (select product_id from line)
            order by product_id for no key update)
        update product set sold = sold + line.quantity from line join locked using (product_id)
        where product.product_id = line.product_id
        """)
}
