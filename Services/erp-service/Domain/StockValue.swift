import Kernel

/// A quantity in stock and what it cost, valued by moving average: value and quantity are kept, the average follows from
/// them and is never stored.
public struct StockValue: Sendable, Equatable {
    public private(set) var quantity: ExactDecimal
    public private(set) var value: CostElements

    public init(quantity: ExactDecimal = .zero, value: CostElements = .zero) {
        self.quantity = quantity
        self.value = value
    }

    /// The cost of one unit now; nil when there is none.
    public var average: Money? { quantity > .zero ? value.total / quantity : nil }

    /// Takes in a quantity above zero at its cost.
    public mutating func receive(_ received: ExactDecimal, at cost: CostElements) throws(StockError) {
        guard received > .zero else { throw .notPositive(received) }
        quantity += received
        value += cost
    }

    /// Gives out a quantity with its proportional part of the value. The last unit takes what is left, so that no cent
    /// of value remains without goods.
    public mutating func issue(_ issued: ExactDecimal) throws(StockError) -> CostElements {
        guard issued > .zero else { throw .notPositive(issued) }
        guard issued <= quantity else { throw .short(wanted: issued, there: quantity) }
        let cost = value.part(issued, of: quantity)
        quantity -= issued
        value -= cost
        return cost
    }
}

/// A movement that stock cannot make.
public enum StockError: Error, Sendable, Equatable {
    case notPositive(ExactDecimal)
    case short(wanted: ExactDecimal, there: ExactDecimal)
}
