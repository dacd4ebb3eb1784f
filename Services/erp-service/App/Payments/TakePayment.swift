import ERPDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres

/// Money that came in for an order.
struct IncomingMoney: Sendable {
    let paymentID: PaymentID
    let number: String
    let amount: Money
    let method: PaymentMethod
    let reference: String
    let receivedOn: BusinessDate
    let recordedBy: String
}

/// Records a payment on a locked order. What the order cannot take is owed back.
func take(_ money: IncomingMoney, allocated: Money, on order: inout SalesOrder, _ tx: EventTransaction) async throws {
    try await tx.execute(
        """
        insert into payment (payment_id, number, order_id, amount, allocated, method, reference, received_on,
            recorded_by)
        values (\(money.paymentID), \(money.number), \(order.orderID), \(money.amount), \(allocated), \(money.method),
            \(money.reference), \(money.receivedOn), \(money.recordedBy))
        """)
    try await tx.execute(
        "update sales_order set paid = paid + \(allocated) where order_id = \(order.orderID)")
    order.paid += allocated
    tx.emit(
        PaymentReceived(
            paymentID: money.paymentID, number: money.number, orderID: order.orderID, amount: money.amount,
            method: money.method, receivedOn: money.receivedOn))
    if order.outstanding.isPaid, !allocated.isZero { try await concludePayment(of: order, tx) }
    let owed = try await oweRest(of: order, tx)
    try await post(
        paymentVoucher(money, allocated, order), on: money.receivedOn,
        for: VoucherSource(type: "payment", id: money.paymentID.rawValue, number: money.number), tx)
    try await post(owed, tx)
}

private func concludePayment(of order: SalesOrder, _ tx: EventTransaction) async throws {
    tx.emit(SalesOrderPaid(orderID: order.orderID, number: order.number, paid: order.paid))
    try await tx.close(.recordPayment, for: order.orderID.rawValue)
    try await offerShipment(of: order, tx)
}

/// After the invoice a payment settles the receivable; before it, and beyond it, it is an advance.
private func paymentVoucher(_ money: IncomingMoney, _ allocated: Money, _ order: SalesOrder) throws -> Voucher? {
    let settled = order.state == .invoiced ? allocated : .zero
    return try Voucher(
        "payment for \(order.number)",
        [
            .debit(.bank, money.amount), .credit(.receivables, settled), .credit(.advances, money.amount - settled),
        ])
}
