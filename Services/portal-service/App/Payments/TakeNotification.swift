import EventContracts
import Foundation
import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

/// What the payment company sends; all fields are covered by its signature.
struct PaymentNotice: Codable, Sendable {
    var merchant: String
    var transactionID: String
    var paymentID: String
    var orderNumber: String
    var amount: String
    var currency: String
    var status: String
    var signature: String
}

/// What the payment company hears: anything but `SUCCESS` makes it send the notification again.
struct NoticeAnswer: Codable, Sendable {
    let result: String
    let message: String?

    static let success = NoticeAnswer(result: "SUCCESS", message: nil)
    static func failure(_ message: String) -> NoticeAnswer { NoticeAnswer(result: "FAIL", message: message) }
}

/// `POST payment-notifications`: the same one any number of times has one effect.
func takeNotification(_ notice: PaymentNotice, _ call: Call) async throws -> NoticeAnswer {
    let company = try PaymentCompany(call.service.configuration)
    let fields = try? JSONDecoder().decode([String: String].self, from: call.request.body)
    guard let fields, company.signature.isRight(fields) else {
        throw Problem(
            type: "signature", status: 401, title: "The signature is wrong",
            detail: "the notification is not signed with the secret of this merchant")
    }
    return try await call.service.transaction { tx in try await take(notice, tx) }
}

/// Keeps the notification as it came, then lets it take effect unless it already has.
private func take(_ notice: PaymentNotice, _ tx: EventTransaction) async throws -> NoticeAnswer {
    // Whoever inserts the row or updates it holds its lock: deliveries of one transaction go one after the other.
    let known = try await tx.one(
        """
        insert into payment_notification (transaction_id, payment_id, body)
        values (\(notice.transactionID), \(notice.paymentID), \(try JSONB(notice)))
        on conflict (transaction_id) do update set deliveries = payment_notification.deliveries + 1
        returning outcome, reason
        """, as: KeptNotification.self)
    switch known.outcome {
    case "paid", "refund": return .success
    case "refused": return .failure(known.reason ?? "refused")
    default: break
    }
    let outcome: (name: String, reason: String?)
    do {
        outcome = try await settle(notice, tx)
    } catch let refusal as RefusedNotice {
        outcome = ("refused", refusal.reason)
    }
    tx.write(
        """
        update payment_notification set outcome = \(outcome.name), reason = \(outcome.reason)
        where transaction_id = \(notice.transactionID)
        """)
    switch outcome.name {
    case "refused": return .failure(outcome.reason ?? "refused")
    case "received": return .failure("the order is not asking for money yet; send it again")
    default: return .success
    }
}

private struct KeptNotification: Decodable, Sendable {
    let outcome: String
    let reason: String?
}

/// The notification does not fit what we asked for; it is kept and never pays anything.
private struct RefusedNotice: Error {
    let reason: String
}

private struct AttemptRow: Decodable, Sendable {
    let amount: Money
    let state: PaymentAttemptState
}

private func settle(_ notice: PaymentNotice, _ tx: EventTransaction) async throws -> (name: String, reason: String?) {
    let notification = try notice.notification()
    let order = try await orderOf(notification.paymentID, tx)
    tx.join(chain: order.chain)
    let attempt = try await tx.one(
        "select amount, state from payment_attempt where payment_id = \(notification.paymentID) for no key update",
        as: AttemptRow.self)
    let expected = PaymentExpected(
        merchant: PaymentCompany.merchant, paymentID: notification.paymentID, orderNumber: order.number,
        amount: attempt.amount)
    do {
        try notification.verify(against: expected)
    } catch {
        throw RefusedNotice(reason: "it does not fit what was asked: \(error)")
    }
    // A second transaction for an attempt that already brought its money is money too much.
    let settlement =
        attempt.state == .captured ? Settlement.refund(.paidTwice) : Settlement(forOrderIn: order.state)
    return try await apply(settlement, notification, order, tx)
}

private func apply(
    _ settlement: Settlement, _ notification: PaymentNotification, _ order: LockedOrder, _ tx: EventTransaction
) async throws -> (name: String, reason: String?) {
    switch settlement {
    case .early:
        return ("received", nil)
    case .refund(let reason):
        try await capture(notification.paymentID, tx)
        try await oweRefund(of: notification, order.orderID, because: reason, tx)
        return ("refund", reason.rawValue)
    case .paysOrder:
        try await capture(notification.paymentID, tx)
        try await order.move(to: order.state.after(.pay), tx, with: ", paid_by = \(PaymentMethod.online)")
        try await closePaymentAttempts(of: order.orderID, tx)
        tx.emit(
            WebOrderPaid(
                orderID: order.orderID, number: order.number, paymentID: notification.paymentID,
                amount: notification.amount, method: .online, reference: notification.transactionID))
        return ("paid", nil)
    }
}

private func capture(_ payment: PaymentID, _ tx: EventTransaction) async throws {
    tx.write(
        "update payment_attempt set state = \(PaymentAttemptState.captured) where payment_id = \(payment)")
}

/// The order that the attempt belongs to, locked before the attempt is: all paths lock in that order.
private func orderOf(_ payment: PaymentID, _ tx: EventTransaction) async throws -> LockedOrder {
    let id = try await tx.first(
        "select order_id from payment_attempt where payment_id = \(payment)", as: OrderID.self)
    guard let id, let order = try await LockedOrder.find(id, tx) else {
        throw RefusedNotice(reason: "payment \(payment) was never asked for")
    }
    return order
}

extension PaymentNotice {
    fileprivate func notification() throws -> PaymentNotification {
        guard status == "SUCCESS" else { throw RefusedNotice(reason: "the status is \(status)") }
        guard let payment = PaymentID(paymentID) else {
            throw RefusedNotice(reason: "the paymentID is not one of ours")
        }
        guard let amount = Money(amount, currency: Currency(rawValue: currency)) else {
            throw RefusedNotice(reason: "the amount cannot be read")
        }
        return PaymentNotification(
            merchant: merchant, transactionID: transactionID, paymentID: payment, orderNumber: orderNumber,
            amount: amount)
    }
}
