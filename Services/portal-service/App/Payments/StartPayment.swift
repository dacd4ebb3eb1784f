import EventContracts
import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

struct StartPayment: Codable, Sendable {
    var id: OrderID
    var method: PaymentMethod?
}

/// Where the shopper pays.
struct PaymentStarted: Codable, Sendable {
    let orderID: OrderID
    let paymentID: PaymentID
    /// The payment company's page for this payment.
    let paymentURL: String
}

/// `POST orders/{id}/payments`: the attempt is written down first, then the payment company is asked. Asking again
/// gives the attempt that is still open, so a repeated call never charges twice.
func startPayment(_ input: StartPayment, _ call: Call) async throws -> PaymentStarted {
    guard input.method ?? .online == .online else {
        throw Problem.invalid(
            field: "method", "a bank transfer is not started here: finance records it when it arrives")
    }
    let shopper = try call.signedIn().shopperID
    let company = try PaymentCompany(call.service.configuration)
    let charge = try await call.transaction { tx in try await recordAttempt(input.id, shopper, tx) }
    let url = try await company.open(charge)
    try await call.database.execute(
        """
        update payment_attempt set state = \(PaymentAttemptState.open), url = \(url)
        where payment_id = \(charge.paymentID) and state = \(PaymentAttemptState.recorded)
        """)
    return PaymentStarted(orderID: input.id, paymentID: charge.paymentID, paymentURL: url)
}

/// The open attempt of the order, or a new one.
private func recordAttempt(
    _ id: OrderID, _ shopper: ShopperID, _ tx: EventTransaction
) async throws -> PaymentCompany.Charge {
    guard let order = try await LockedOrder.find(id, tx), order.shopperID == shopper else {
        throw Problem.notFound("order", id)
    }
    _ = try order.state.after(.pay)
    let live = try await tx.first(
        """
        select payment_id from payment_attempt where order_id = \(id) and state in ('recorded', 'open')
        """, as: PaymentID.self)
    let payment = live ?? PaymentID()
    if live == nil {
        tx.write(
            """
            insert into payment_attempt (payment_id, order_id, amount, state)
            values (\(payment), \(id), \(order.total), \(PaymentAttemptState.recorded))
            """)
    }
    return .init(paymentID: payment, orderID: id, orderNumber: order.number, amount: order.total)
}

/// Offers none of the order's attempts any longer; money may still arrive for one and then goes back.
func closePaymentAttempts(of order: OrderID, _ tx: EventTransaction) async throws {
    tx.write(
        """
        update payment_attempt set state = \(PaymentAttemptState.closed)
        where order_id = \(order) and state in ('recorded', 'open')
        """)
}
