import ERPDomain
import EventContracts
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

/// Money that finance saw on the bank account.
struct RecordPayment: Codable, Sendable {
    var orderID: OrderID
    var amount: Money
    var method: PaymentMethod?
    var reference: String
    var receivedOn: BusinessDate?
}

/// A recorded payment and where the order stands with it.
struct PaymentRecorded: Codable, Sendable {
    let id: PaymentID
    let number: String
    let orderID: OrderID
    let outstanding: Money
}

func recordPayment(_ input: RecordPayment, _ call: CommandCall) async throws -> PaymentRecorded {
    let receivedOn = input.receivedOn ?? .today
    guard receivedOn <= .today else { throw Problem.invalid(field: "receivedOn", "must not be in the future") }
    guard input.method ?? .bank == .bank else {
        throw Problem.invalid(field: "method", "online payments are recorded by the payment company's notification")
    }
    var order = try await lockOrder(input.orderID, call.tx)
    if order.isAlive {
        _ = try order.outstanding.paying(input.amount)
    } else if input.amount <= .zero {
        throw OverPayment(amount: input.amount, outstanding: .zero)
    }
    let money = IncomingMoney(
        paymentID: PaymentID(), number: try await documentNumber("PAY", call.tx), amount: input.amount, method: .bank,
        reference: input.reference, receivedOn: receivedOn, recordedBy: try call.signedIn().actor)
    // Money for an order that is no more is in the bank all the same: it is booked, and owed back.
    try await take(money, allocated: order.isAlive ? input.amount : .zero, on: &order, call.tx)
    return PaymentRecorded(
        id: money.paymentID, number: money.number, orderID: order.orderID, outstanding: order.due)
}

/// The payment company confirmed a payment: the money is there whatever became of the order.
func takeOnlinePayment(_ incoming: Incoming<WebOrderPaid>, _ tx: EventTransaction) async throws {
    let paid = incoming.event
    var order = try await lockOrder(paid.orderID, tx)
    let money = IncomingMoney(
        paymentID: paid.paymentID, number: try await documentNumber("PAY", tx), amount: paid.amount,
        method: paid.method, reference: paid.reference, receivedOn: .today, recordedBy: "portal")
    try await take(
        money, allocated: order.isAlive ? min(paid.amount, order.outstanding.rest) : .zero, on: &order, tx)
}
