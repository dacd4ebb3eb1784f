import EventContracts
import Foundation
import JSONSchema
import Kernel

/// Why money goes back.
public enum RefundCause: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case orderCancelled = "order_cancelled"
    case orderRejected = "order_rejected"
    /// More came in than the order could take.
    case overpaid
}

/// Money that came in for an order is owed back to who paid it.
public struct RefundDue: Event {
    public static let type = "erp.refund.due"
    public static let summary = "Money that came in for an order is owed back to who paid it."
    public var refundID: RefundID
    public var number: String
    public var orderID: OrderID
    public var orderNumber: String
    public var channel: OrderChannel
    /// The payment whose money it is.
    public var paymentID: PaymentID
    public var amount: Money
    /// How it goes back: as it came.
    public var method: PaymentMethod
    public var cause: RefundCause

    public init(
        refundID: RefundID, number: String, orderID: OrderID, orderNumber: String, channel: OrderChannel,
        paymentID: PaymentID, amount: Money, method: PaymentMethod, cause: RefundCause
    ) {
        self.refundID = refundID
        self.number = number
        self.orderID = orderID
        self.orderNumber = orderNumber
        self.channel = channel
        self.paymentID = paymentID
        self.amount = amount
        self.method = method
        self.cause = cause
    }
    public var aggregate: UUID { refundID.rawValue }
    public var label: String? { number }
}

/// The money went back.
public struct RefundPaid: Event {
    public static let type = "erp.refund.paid"
    public static let summary = "Money that was owed back went back."
    public var refundID: RefundID
    public var number: String
    public var orderID: OrderID
    public var orderNumber: String
    public var channel: OrderChannel
    public var amount: Money
    public var method: PaymentMethod
    /// What the bank or the payment company calls the transfer.
    public var reference: String
    public var paidOn: BusinessDate

    public init(
        refundID: RefundID, number: String, orderID: OrderID, orderNumber: String, channel: OrderChannel,
        amount: Money, method: PaymentMethod, reference: String, paidOn: BusinessDate
    ) {
        self.refundID = refundID
        self.number = number
        self.orderID = orderID
        self.orderNumber = orderNumber
        self.channel = channel
        self.amount = amount
        self.method = method
        self.reference = reference
        self.paidOn = paidOn
    }
    public var aggregate: UUID { refundID.rawValue }
    public var label: String? { number }
}
