import Kernel

/// What orders earned the company: revenue without VAT, less what they really cost. Sums of orders are sums of their
/// parts, so a customer's figure agrees with the ledger to the cent.
public struct Contribution: Sendable, Hashable {
    public var revenue: Money
    public var material: Money
    public var labour: Money
    public var machine: Money
    public var overhead: Money
    /// The cost that ERP settled: the ledger's figure, which the four parts explain.
    public var cost: Money

    public init(
        revenue: Money, material: Money, labour: Money, machine: Money, overhead: Money, cost: Money
    ) {
        self.revenue = revenue
        self.material = material
        self.labour = labour
        self.machine = machine
        self.overhead = overhead
        self.cost = cost
    }

    public static let none = Contribution(
        revenue: .zero, material: .zero, labour: .zero, machine: .zero, overhead: .zero, cost: .zero)

    public var contribution: Money { revenue - cost }
    /// Contribution as a share of revenue; nil when there is no revenue to speak of.
    public var margin: ExactDecimal? {
        guard !revenue.isZero else { return nil }
        guard contribution.minor.magnitude / revenue.minor.magnitude < 1_000_000 else { return nil }
        return ExactDecimal(millionths: contribution.minor) / ExactDecimal(millionths: revenue.minor)
    }

    public static func + (a: Self, b: Self) -> Self {
        Contribution(
            revenue: a.revenue + b.revenue, material: a.material + b.material, labour: a.labour + b.labour,
            machine: a.machine + b.machine, overhead: a.overhead + b.overhead, cost: a.cost + b.cost)
    }
}
