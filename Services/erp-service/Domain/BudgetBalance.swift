import Kernel

/// A budget: what was allotted, what of it is promised, and what is spent.
public struct BudgetBalance: Sendable, Equatable {
    public private(set) var allotted: Money
    public private(set) var reserved: Money
    public private(set) var consumed: Money

    public init(allotted: Money = .zero, reserved: Money = .zero, consumed: Money = .zero) {
        self.allotted = allotted
        self.reserved = reserved
        self.consumed = consumed
    }
    public var available: Money { allotted - reserved - consumed }

    /// Holds an amount.
    /// - Throws: `InsufficientBudget` when it is more than is available.
    public mutating func reserve(_ amount: Money) throws(InsufficientBudget) {
        guard amount <= available else { throw InsufficientBudget(wanted: amount, available: available) }
        reserved += amount
    }

    /// Frees a reservation.
    public mutating func release(_ reservation: Money) { reserved -= reservation }

    /// Spends on a reservation and frees what is left of it. A trip that cost more than was reserved is still paid: the
    /// money is gone, and the budget shows it.
    /// - Returns: what was freed; zero when all or more was spent.
    public mutating func consume(_ spent: Money, of reservation: Money) -> Money {
        reserved -= reservation
        consumed += spent
        return spent < reservation ? reservation - spent : .zero
    }
}

/// The budget does not reach.
public struct InsufficientBudget: Error, Sendable, Equatable {
    public let wanted: Money
    public let available: Money

    public init(wanted: Money, available: Money) {
        self.wanted = wanted
        self.available = available
    }
}
