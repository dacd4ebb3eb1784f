import Kernel

/// Material requirements planning for one product over time: what must be ordered so that stock never falls below its
/// floor.
public struct Netting: Sendable {
    /// One period of the plan.
    public struct Bucket: Sendable, Equatable {
        public let net: ExactDecimal
        public let planned: ExactDecimal
        /// The projected available balance at the end of the period.
        public let projected: ExactDecimal
    }

    public var onHand: ExactDecimal
    /// A floor inside the netting; it is never added on top.
    public var safety: ExactDecimal
    public var lot: LotRule

    public init(onHand: ExactDecimal, safety: ExactDecimal = .zero, lot: LotRule = .lotForLot) {
        self.onHand = onHand
        self.safety = safety
        self.lot = lot
    }

    /// Nets the gross requirements against stock and scheduled receipts, period by period.
    public func plan(gross: [ExactDecimal], scheduled: [ExactDecimal]) -> [Bucket] {
        var balance = onHand
        return gross.enumerated().map { index, requirement in
            balance += (index < scheduled.count ? scheduled[index] : .zero) - requirement
            let net = balance < safety ? safety - balance : .zero
            let planned = lot.size(net)
            balance += planned
            return Bucket(net: net, planned: planned, projected: balance)
        }
    }
}
