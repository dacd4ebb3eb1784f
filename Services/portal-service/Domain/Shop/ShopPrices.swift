import Kernel

/// How well the shop knows somebody.
public enum ShopperLevel: Int, Sendable, Hashable, Comparable, CaseIterable {
    case guest, member, vip

    /// Points earned within a year from which on a member is a VIP.
    public static let pointsOfVIPs = 1_000

    /// The level of a registered shopper.
    public init(pointsOfTheYear points: Int) { self = points >= Self.pointsOfVIPs ? .vip : .member }

    public static func < (a: ShopperLevel, b: ShopperLevel) -> Bool { a.rawValue < b.rawValue }
}

/// What the shop asks for one of a product, before VAT: the list price for everybody, less for whom it knows, and a special
/// price for some days.
public struct ShopPrices: Sendable, Hashable {
    /// Which of them, the more special the later.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case list, member, vip, special
    }
    /// The days of a special price, both included.
    public struct Days: Sendable, Hashable {
        public let from: BusinessDate
        public let to: BusinessDate

        public init(from: BusinessDate, to: BusinessDate) { (self.from, self.to) = (from, to) }
    }

    public let list: Money
    public let member: Money?
    public let vip: Money?
    public let special: Money?
    public let days: Days?

    /// Prices as they were kept.
    public init(list: Money, member: Money?, vip: Money?, special: Money?, days: Days?) {
        (self.list, self.member, self.vip, self.special, self.days) = (list, member, vip, special, days)
    }

    /// - Throws: ``ShopPricesError`` for prices that nobody would be given.
    public func check() throws(ShopPricesError) {
        for (kind, price) in [(Kind.member, member), (.vip, vip), (.special, special)] {
            if let price, price <= .zero || price >= list { throw .notBelowList(kind) }
        }
        guard (special == nil) == (days == nil) else { throw .specialNeedsDays }
        if let days, days.from > days.to { throw .daysEndBeforeTheyBegin }
    }

    /// What a shopper pays: the most special price that is for them today, whatever the others are.
    public func applying(to level: ShopperLevel, on day: BusinessDate) -> (kind: Kind, price: Money) {
        if let special, let days, days.from <= day, day <= days.to { return (.special, special) }
        if let vip, level >= .vip { return (.vip, vip) }
        if let member, level >= .member { return (.member, member) }
        return (.list, list)
    }
}

/// Why prices cannot be set like that.
public enum ShopPricesError: Error, Hashable, Sendable {
    case notBelowList(ShopPrices.Kind)
    case specialNeedsDays
    case daysEndBeforeTheyBegin
}
