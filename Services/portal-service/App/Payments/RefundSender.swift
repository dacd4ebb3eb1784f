import Foundation
import Kernel
import Logging
import Messaging
import PortalEvents
import Postgres
import ServiceLifecycle
import ServiceRuntime

/// Gives owed money back, asking under the same refund number until the payment company has done it. Each refund is
/// claimed by pushing its next attempt into the future, so replicas do not ask at once and a crash only delays.
struct RefundSender: Service {
    let context: ServiceContext

    func run() async throws {
        guard let company = try? PaymentCompany(context.configuration) else { return }
        while !Task.isShuttingDownGracefully {
            do {
                while try await sendNext(company) {}
            } catch {
                context.logger.warning("refunds wait", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(2)) }
        }
    }

    /// Sends the refund that has waited longest; false when none is due.
    func sendNext(_ company: PaymentCompany) async throws -> Bool {
        guard let refund = try await claim() else { return false }
        try await send(refund, company)
        return true
    }

    private struct Due: Decodable, Sendable {
        let refundID: RefundID
        let orderID: OrderID
        let paymentID: PaymentID
        let transactionID: String
        let amount: Money
    }

    private func claim() async throws -> Due? {
        try await context.database.first(
            """
            update payment_refund set attempts = attempts + 1,
                next_attempt_at = now() + least(300, 5 * power(2, least(attempts, 6))) * interval '1 second'
            where refund_id = (
                select refund_id from payment_refund where state = 'due' and next_attempt_at <= now()
                order by next_attempt_at limit 1 for no key update skip locked)
            returning refund_id, order_id, payment_id, transaction_id, amount
            """)
    }

    private func send(_ refund: Due, _ company: PaymentCompany) async throws {
        try await company.refund(
            refund.refundID.rawValue, of: refund.paymentID, transaction: refund.transactionID, amount: refund.amount)
        try await context.transaction { tx in try await record(refund, tx) }
        context.logger.info("money went back", metadata: ["refund": "\(refund.refundID)"])
    }

    /// The money went back: said once, whoever asked for it how often.
    private func record(_ refund: Due, _ tx: EventTransaction) async throws {
        guard let order = try await LockedOrder.find(refund.orderID, tx) else { return }
        tx.join(chain: order.chain)
        let changed = try await tx.execute(
            """
            update payment_refund set state = 'refunded', refunded_at = now()
            where refund_id = \(refund.refundID) and state = 'due'
            """)
        guard changed == 1 else { return }
        tx.emit(
            WebOrderRefunded(
                orderID: refund.orderID, number: order.number, refundID: refund.refundID,
                paymentID: refund.paymentID, amount: refund.amount, reference: refund.transactionID))
    }
}
