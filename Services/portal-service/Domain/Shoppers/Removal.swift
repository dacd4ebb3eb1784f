/// Whether a shopper can go: not while something is under way that needs to know who they are and where they live.
public enum Removal {
    /// - Parameters:
    ///   - orders: the numbers of the shopper's orders with their states.
    ///   - refundsDue: how many times money is on its way back to them.
    public static func check(
        orders: [(number: String, state: WebOrderState)], refundsDue: Int
    ) throws(RemovalError) {
        if let order = orders.first(where: { !$0.state.isSettled }) { throw .orderUnderWay(order.number) }
        guard refundsDue == 0 else { throw .refundDue }
    }
}

/// Why a shopper cannot go yet.
public enum RemovalError: Error, Hashable, Sendable {
    case orderUnderWay(String)
    case refundDue
}

extension WebOrderState {
    /// The goods are on their way to the shopper, or will never be.
    var isSettled: Bool { self == .shipped || self == .rejected || self == .cancelled }
}
