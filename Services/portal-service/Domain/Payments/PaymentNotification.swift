import Kernel

/// What the payment company says happened, after its signature was found right.
public struct PaymentNotification: Sendable, Hashable {
    public let merchant: String
    /// The payment company's own number; one per movement of money.
    public let transactionID: String
    /// Ours, given with the charge.
    public let paymentID: PaymentID
    public let orderNumber: String
    public let amount: Money

    public init(
        merchant: String, transactionID: String, paymentID: PaymentID, orderNumber: String, amount: Money
    ) {
        self.merchant = merchant
        self.transactionID = transactionID
        self.paymentID = paymentID
        self.orderNumber = orderNumber
        self.amount = amount
    }
}

/// What we asked the payment company to collect.
public struct PaymentExpected: Sendable, Hashable {
    public let merchant: String
    public let paymentID: PaymentID
    public let orderNumber: String
    public let amount: Money

    public init(merchant: String, paymentID: PaymentID, orderNumber: String, amount: Money) {
        self.merchant = merchant
        self.paymentID = paymentID
        self.orderNumber = orderNumber
        self.amount = amount
    }
}

/// How a notification differs from what was asked. A right signature is not enough: it proves who speaks, not that
/// what is said fits our order.
public enum PaymentMismatch: Error, Hashable, Sendable {
    case merchant(String)
    case payment(PaymentID)
    case order(String)
    case currency(Currency)
    case amount(Money)
}

extension PaymentNotification {
    /// Compares every part with what was asked.
    public func verify(against expected: PaymentExpected) throws(PaymentMismatch) {
        guard merchant == expected.merchant else { throw .merchant(merchant) }
        guard paymentID == expected.paymentID else { throw .payment(paymentID) }
        guard orderNumber == expected.orderNumber else { throw .order(orderNumber) }
        guard amount.currency == expected.amount.currency else { throw .currency(amount.currency) }
        guard amount == expected.amount else { throw .amount(amount) }
    }
}
