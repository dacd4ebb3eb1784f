import ERPDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Money that has just become owed back; its voucher is still to be posted.
struct OwedRefund: Sendable {
    let refundID: RefundID
    let number: String
    let orderNumber: String
    let amount: Money

    var source: VoucherSource { VoucherSource(type: "refund", id: refundID.rawValue, number: number) }

    /// What was an advance for goods is now a debt.
    var voucher: Voucher? {
        get throws {
            try Voucher("refund due for \(orderNumber)", [.debit(.advances, amount), .credit(.refunds, amount)])
        }
    }
}

/// Owes back whatever of a locked order's payments the order does not take and is not owed back yet: one refund for each
/// payment, the way its money came. The caller posts the vouchers, after everything else that it locks.
func oweRest(of order: SalesOrder, _ tx: EventTransaction) async throws -> [OwedRefund] {
    var owed: [OwedRefund] = []
    for rest in try await unusedMoney(of: order.orderID, tx) {
        owed.append(try await owe(rest, of: order, tx))
    }
    return owed
}

/// Posts the vouchers of refunds that have become due.
func post(_ owed: [OwedRefund], _ tx: EventTransaction) async throws {
    for refund in owed { try await post(refund.voucher, for: refund.source, tx) }
}

/// Takes all money off an order that died, so that it can be owed back.
func freePayments(of order: inout SalesOrder, _ tx: EventTransaction) async throws {
    guard !order.paid.isZero else { return }
    tx.write("update payment set allocated = 0 where order_id = \(order.orderID)")
    tx.write("update sales_order set paid = 0 where order_id = \(order.orderID)")
    order.paid = .zero
}

private struct UnusedMoney: Decodable, Sendable {
    let paymentID: PaymentID
    let method: PaymentMethod
    let amount: Money
}

private func unusedMoney(of order: OrderID, _ tx: EventTransaction) async throws -> [UnusedMoney] {
    try await tx.all(
        """
        select payment_id, method, amount from (
            select payment_id, method, created_at, payment.amount - allocated - coalesce((
                select sum(amount) from refund where refund.payment_id = payment.payment_id), 0) as amount
            from payment where order_id = \(order)
        ) rest where amount > 0 order by created_at, payment_id
        """)
}

private func owe(_ money: UnusedMoney, of order: SalesOrder, _ tx: EventTransaction) async throws -> OwedRefund {
    let refund = OwedRefund(
        refundID: RefundID(), number: try await documentNumber("RF", tx), orderNumber: order.number,
        amount: money.amount)
    let cause = order.refundCause
    // A person; what events cause nobody here did.
    let causer = tx.cause == nil ? tx.actor : nil
    tx.write(
        """
        insert into refund (refund_id, number, order_id, payment_id, amount, method, cause, caused_by, state)
        values (\(refund.refundID), \(refund.number), \(order.orderID), \(money.paymentID), \(money.amount),
            \(money.method), \(cause), \(causer), \(RefundState.due))
        """)
    tx.emit(
        RefundDue(
            refundID: refund.refundID, number: refund.number, orderID: order.orderID, orderNumber: order.number,
            channel: order.channel, paymentID: money.paymentID, amount: money.amount, method: money.method,
            cause: cause))
    // What came through the payment company goes back through it without a person.
    if money.method == .bank {
        try await tx.open(
            .payBack, for: refund.refundID.rawValue, subject: order.number, link: order.link,
            matter: order.matter(of: money.amount))
    }
    return refund
}

extension SalesOrder {
    fileprivate var refundCause: RefundCause {
        switch state {
        case .cancelled: .orderCancelled
        case .rejected: .orderRejected
        default: .overpaid
        }
    }
}
