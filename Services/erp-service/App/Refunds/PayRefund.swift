import ERPDomain
import ERPEvents
import EventContracts
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

/// Finance paid back what was owed.
struct PayRefund: Codable, Sendable {
    /// The refund.
    var id: RefundID
    /// What the bank calls the transfer.
    var reference: String
    var paidOn: BusinessDate?
}

/// A refund after it was paid.
struct RefundRecorded: Codable, Sendable {
    let id: RefundID
    let number: String
    let orderID: OrderID
    let state: String
}

func payRefund(_ input: PayRefund, _ call: CommandCall) async throws -> RefundRecorded {
    let paidOn = input.paidOn ?? .today
    guard paidOn <= .today else { throw Problem.invalid(field: "paidOn", "must not be in the future") }
    guard !input.reference.isEmpty else { throw Problem.invalid(field: "reference", "must not be empty") }
    guard let refund = try await LockedRefund.find(input.id, call.tx) else {
        throw Problem.notFound("refund", input.id)
    }
    guard refund.method == .bank else {
        throw Problem.conflict("\(refund.number) goes back through the payment company by itself")
    }
    let person = try call.signedIn().actor
    guard refund.causedBy != person else {
        throw Problem(
            type: "segregation-of-duties", status: 403, title: "Somebody else must do this",
            detail: "who made a refund due does not pay it; ask a colleague")
    }
    try await refund.pay(input.reference, on: paidOn, by: person, call.tx)
    return RefundRecorded(
        id: refund.refundID, number: refund.number, orderID: refund.order.orderID, state: RefundState.paid.rawValue)
}

/// The payment company gave the money back. A refund that is not in our books was of money that never was in them.
func takeOnlineRefund(_ incoming: Incoming<WebOrderRefunded>, _ tx: EventTransaction) async throws {
    guard let refund = try await LockedRefund.find(incoming.event.refundID, tx), refund.state == .due else { return }
    try await refund.pay(incoming.event.reference, on: .today, by: "portal", tx)
}

/// A refund whose order this transaction holds locked.
private struct LockedRefund: Sendable {
    let refundID: RefundID
    let number: String
    let amount: Money
    let method: PaymentMethod
    let state: RefundState
    /// The person who made it due; nil when no person did.
    let causedBy: String?
    let order: SalesOrder

    private struct Row: Decodable, Sendable {
        let number: String
        let amount: Money
        let method: PaymentMethod
        let state: RefundState
        let causedBy: String?
    }

    static func find(_ id: RefundID, _ tx: EventTransaction) async throws -> LockedRefund? {
        let orderID: OrderID? = try await tx.first("select order_id from refund where refund_id = \(id)")
        guard let orderID else { return nil }
        let order = try await lockOrder(orderID, tx)
        let row: Row = try await tx.one(
            "select number, amount, method, state, caused_by from refund where refund_id = \(id)")
        return LockedRefund(
            refundID: id, number: row.number, amount: row.amount, method: row.method, state: row.state,
            causedBy: row.causedBy, order: order)
    }

    func pay(_ reference: String, on day: BusinessDate, by person: String, _ tx: EventTransaction) async throws {
        let next = try RefundState.table.next(state, .pay)
        tx.write(
            """
            update refund set state = \(next), reference = \(reference), paid_on = \(day), paid_by = \(person)
            where refund_id = \(refundID)
            """)
        tx.emit(
            RefundPaid(
                refundID: refundID, number: number, orderID: order.orderID, orderNumber: order.number,
                channel: order.channel, amount: amount, method: method, reference: reference, paidOn: day))
        try await tx.close(.payBack, for: refundID.rawValue)
        try await post(
            try Voucher("refund paid for \(order.number)", [.debit(.refunds, amount), .credit(.bank, amount)]), on: day,
            for: VoucherSource(type: "refund", id: refundID.rawValue, number: number), tx)
    }
}
