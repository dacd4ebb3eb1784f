import Kernel

/// Points earned by one order. A shopper's balance is the sum of what is left in the lots, never a number of its own.
public struct PointsLot: Sendable, Hashable {
    public let orderID: OrderID
    public let earned: Int
    public let remaining: Int

    public init(orderID: OrderID, earned: Int, remaining: Int) {
        self.orderID = orderID
        self.earned = earned
        self.remaining = remaining
    }

    /// The lot that a shipped order brings: one point for each whole yuan paid.
    public init(orderID: OrderID, total: Money) {
        let points = Self.points(for: total)
        self.init(orderID: orderID, earned: points, remaining: points)
    }

    /// One point for each whole yuan; a started yuan does not count.
    public static func points(for total: Money) -> Int { Int(max(0, total.minor) / 100) }
}

extension Collection<PointsLot> {
    public var balance: Int { reduce(0) { $0 + $1.remaining } }
}
