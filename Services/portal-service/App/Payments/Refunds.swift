import Foundation
import Kernel
import Messaging
import PortalDomain
import Postgres

/// Writes down that this money goes back; the refund sender does the rest.
func oweRefund(
    of notification: PaymentNotification, _ order: OrderID, because reason: RefundReason, _ tx: EventTransaction
) async throws {
    try await tx.execute(
        """
        insert into payment_refund (refund_id, transaction_id, payment_id, order_id, amount, reason)
        values (\(UUID.timeOrdered()), \(notification.transactionID), \(notification.paymentID), \(order),
            \(notification.amount), \(reason))
        on conflict (transaction_id) do nothing
        """)
}

/// Writes down that the money which paid the order online goes back; nothing when it was not paid online.
func refundCaptured(of order: OrderID, because reason: RefundReason, _ tx: EventTransaction) async throws {
    try await tx.execute(
        """
        insert into payment_refund (refund_id, transaction_id, payment_id, order_id, amount, reason)
        select \(UUID.timeOrdered()), n.transaction_id, a.payment_id, a.order_id, a.amount, \(reason)
        from payment_attempt a join payment_notification n on n.payment_id = a.payment_id::text
        where a.order_id = \(order) and n.outcome = 'paid'
        on conflict (transaction_id) do nothing
        """)
}
