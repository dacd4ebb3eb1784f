import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

// Facts about an order that are streams of their own: they may come before the order does.

func paymentReceived(_ incoming: Incoming<PaymentReceived>, _ tx: EventTransaction) async throws {
    let payment = incoming.event
    try await tx.execute(
        """
        insert into order_payment (payment_id, order_id, number, amount, method, received_on)
        values (\(payment.paymentID), \(payment.orderID), \(payment.number), \(payment.amount), \(payment.method),
            \(payment.receivedOn))
        """)
    try await tx.record(incoming, of: .order, payment.orderID.rawValue, amount: payment.amount)
}

func refundDue(_ incoming: Incoming<RefundDue>, _ tx: EventTransaction) async throws {
    let refund = incoming.event
    try await tx.execute(
        """
        insert into order_refund (refund_id, order_id, number, amount, state)
        values (\(refund.refundID), \(refund.orderID), \(refund.number), \(refund.amount), 'due')
        """)
    try await tx.record(incoming, of: .order, refund.orderID.rawValue, amount: refund.amount)
}

func refundPaid(_ incoming: Incoming<RefundPaid>, _ tx: EventTransaction) async throws {
    let refund = incoming.event
    try await tx.execute("update order_refund set state = 'paid' where refund_id = \(refund.refundID)")
    try await tx.record(incoming, of: .order, refund.orderID.rawValue, amount: refund.amount)
}

func revisionDrafted(_ incoming: Incoming<RevisionDrafted>, _ tx: EventTransaction) async throws {
    let revision = incoming.event
    try await tx.execute(
        """
        insert into order_revision (revision_id, order_id, configuration_id, product_id, code, released)
        values (\(revision.revisionID), \(revision.orderID), \(revision.configurationID), \(revision.productID),
            \(revision.code), false)
        """)
    guard let order = revision.orderID else { return }
    try await tx.record(incoming, of: .order, order.rawValue)
}

func revisionReleased(_ incoming: Incoming<RevisionReleased>, _ tx: EventTransaction) async throws {
    let revision = incoming.event
    try await tx.execute(
        """
        insert into order_revision (revision_id, order_id, configuration_id, product_id, code, released)
        values (\(revision.revisionID), \(revision.orderID), \(revision.configurationID), \(revision.productID),
            \(revision.code), true)
        on conflict (revision_id) do update set released = true
        """)
    guard let order = revision.orderID else { return }
    try await tx.record(incoming, of: .order, order.rawValue)
}
