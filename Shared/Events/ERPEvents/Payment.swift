import EventContracts
import Foundation
import Kernel

/// Money came in.
public struct PaymentReceived: Event {
    public static let type = "erp.payment.received"
    public static let summary = "Money came in."
    public var paymentID: PaymentID
    public var number: String
    public var orderID: OrderID
    public var amount: Money
    public var method: PaymentMethod
    public var receivedOn: BusinessDate

    public init(
        paymentID: PaymentID, number: String, orderID: OrderID, amount: Money, method: PaymentMethod,
        receivedOn: BusinessDate
    ) {
        self.paymentID = paymentID
        self.number = number
        self.orderID = orderID
        self.amount = amount
        self.method = method
        self.receivedOn = receivedOn
    }
    public var aggregate: UUID { paymentID.rawValue }
    public var label: String? { number }
}
