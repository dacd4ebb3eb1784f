import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import PortalDomain
import Postgres

/// Writes down that money which never paid an order goes back; the refund sender does the rest.
func oweRefund(
    of notification: PaymentNotification, _ order: OrderID, because reason: RefundReason, _ tx: EventTransaction
) async throws {
    try await tx.execute(
        """
        insert into payment_refund (refund_id, transaction_id, payment_id, order_id, amount, reason)
        values (\(UUID.timeOrdered()), \(notification.transactionID), \(notification.paymentID), \(order),
            \(notification.amount), \(reason))
        on conflict (transaction_id) where asked_by = 'portal' do nothing
        """)
}

/// ERP owes money of a web order back: the shopper sees it, and what was paid online is asked back by ERP's number.
func refundDue(_ incoming: Incoming<RefundDue>, _ tx: EventTransaction) async throws {
    let refund = incoming.event
    guard refund.channel == .web else { return }
    try await tx.execute(
        """
        insert into order_refund (refund_id, order_id, number, amount, reason, state)
        values (\(refund.refundID), \(refund.orderID), \(refund.number), \(refund.amount), \(refund.cause.rawValue),
            'due')
        """)
    guard refund.method == .online else { return }
    try await tx.execute(
        """
        insert into payment_refund (refund_id, transaction_id, payment_id, order_id, amount, reason, asked_by)
        select \(refund.refundID), transaction_id, \(refund.paymentID), \(refund.orderID), \(refund.amount),
            \(refund.cause.rawValue), 'erp'
        from payment_notification where payment_id = \(refund.paymentID.description) and outcome = 'paid'
        """)
}

/// ERP has it in the books that the money went back.
func refundPaid(_ incoming: Incoming<RefundPaid>, _ tx: EventTransaction) async throws {
    try await tx.execute("update order_refund set state = 'paid' where refund_id = \(incoming.event.refundID)")
}
