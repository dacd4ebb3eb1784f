import Kernel

/// What is still to be paid on an order.
public struct Outstanding: Sendable, Equatable {
    public let total: Money
    public let paid: Money

    public init(total: Money, paid: Money) {
        self.total = total
        self.paid = paid
    }
    public var rest: Money { total - paid }
    public var isPaid: Bool { rest.isZero }

    /// The paid sum after a payment of `amount`.
    /// - Throws: `OverPayment` when the amount is not above zero or is more than the rest.
    public func paying(_ amount: Money) throws(OverPayment) -> Outstanding {
        guard Money.zero < amount, amount <= rest else { throw OverPayment(amount: amount, outstanding: rest) }
        return Outstanding(total: total, paid: paid + amount)
    }
}

/// An amount that an order cannot take.
public struct OverPayment: Error, Sendable, Equatable {
    public let amount: Money
    public let outstanding: Money

    public init(amount: Money, outstanding: Money) {
        self.amount = amount
        self.outstanding = outstanding
    }
}
