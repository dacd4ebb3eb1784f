import Kernel

/// What a customer owes us or will owe us by orders that we took.
public struct CreditExposure: Sendable, Equatable {
    /// Invoiced and not yet paid.
    public var receivable: Money
    /// The unpaid part of orders taken and not yet invoiced.
    public var openOrders: Money

    public init(receivable: Money, openOrders: Money) {
        self.receivable = receivable
        self.openOrders = openOrders
    }
    public var total: Money { receivable + openOrders }

    /// Refuses an order of `amount` that is not yet part of the exposure.
    /// - Throws: `CreditExceeded` when exposure and order together are above the limit.
    public func check(adding amount: Money, limit: Money) throws(CreditExceeded) {
        let exposed = total + amount
        guard exposed <= limit else { throw CreditExceeded(exposure: exposed, limit: limit) }
    }
}

/// The customer's credit does not reach.
public struct CreditExceeded: Error, Sendable, Equatable, CustomStringConvertible {
    public let exposure: Money
    public let limit: Money

    public init(exposure: Money, limit: Money) {
        self.exposure = exposure
        self.limit = limit
    }
    public var description: String { "credit: \(exposure) would be open, the limit is \(limit)" }
}
