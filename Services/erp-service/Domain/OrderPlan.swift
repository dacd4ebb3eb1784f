import Kernel

/// What an order still needs and where it comes from: taken from free stock, made, or missing.
///
/// Planning twice without a change in between plans nothing new, since what the first run held or started to make is
/// supply to the second.
public struct OrderPlan: Sendable, Equatable {
    /// What there is of one item.
    public struct Supply: Sendable, Equatable {
        /// Already this order's: held, made for it, or being made for it.
        public var own: ExactDecimal
        /// In stock and nobody's.
        public var free: ExactDecimal
        public var lot: LotRule

        public init(own: ExactDecimal = .zero, free: ExactDecimal = .zero, lot: LotRule = .lotForLot) {
            self.own = own
            self.free = free
            self.lot = lot
        }
    }
    /// A quantity of an item.
    public struct Amount: Sendable, Equatable {
        public let item: MakeItem
        public let quantity: ExactDecimal
    }

    /// To be held for the order from free stock.
    public private(set) var take: [Amount] = []
    /// To be made, parents before their components.
    public private(set) var make: [Amount] = []
    /// Neither there nor makeable: to be bought.
    public private(set) var short: [Amount] = []

    /// Nets the demand level by level.
    /// - Parameters:
    ///   - demand: what the order asks for: its lines, and the material of its work orders that are not yet started.
    ///   - supply: what there is; an item that is not named has nothing.
    public init(demand: [MakeItem: ExactDecimal], structure: ProductStructure, supply: [MakeItem: Supply]) {
        var gross = demand
        while let item = structure.topDown(gross.keys).first, let quantity = gross.removeValue(forKey: item) {
            let supply = supply[item] ?? Supply()
            let missing = max(quantity - supply.own, .zero)
            let taken = min(missing, supply.free)
            if taken > .zero { take.append(Amount(item: item, quantity: taken)) }
            guard let bill = structure.bills[item] else {
                if missing > taken { short.append(Amount(item: item, quantity: missing - taken)) }
                continue
            }
            let lot = Netting(onHand: supply.own + taken, lot: supply.lot).plan(gross: [quantity], scheduled: [])
            guard let planned = lot.first?.planned, planned > .zero else { continue }
            make.append(Amount(item: item, quantity: planned))
            for line in bill.lines {
                gross[MakeItem(line.component), default: .zero] += line.required(for: planned)
            }
        }
    }
}
