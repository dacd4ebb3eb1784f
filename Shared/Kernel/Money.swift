/// An amount of money: a whole number of the currency's minor unit (fen, cents), so sums are exact. What leaves the range
/// of ±9.2 × 10¹⁶ stays at its end instead of trapping; no column keeps such an amount, so the database refuses it.
public struct Money: Sendable, Hashable {
    /// The amount in the minor unit: 12.34 CNY is 1234.
    public var minor: Int64
    public var currency: Currency

    public init(minor: Int64, currency: Currency = .company) {
        self.minor = minor
        self.currency = currency
    }
    /// Parses `12.34`; nil when it has more places than the currency.
    public init?(_ text: String, currency: Currency = .company) {
        guard let minor = parseScaled(text, places: 2) else { return nil }
        self.init(minor: minor, currency: currency)
    }

    public static let zero = Money(minor: 0)
    public var isZero: Bool { minor == 0 }
    public var isNegative: Bool { minor < 0 }
    /// The amount alone, with two places: `12.34`.
    public var amountText: String { formatScaled(minor, places: 2, keep: 2) }
}

/// An ISO 4217 code.
public struct Currency: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The currency the company keeps its books in; every ledger amount is in it.
    public static let company = Currency(rawValue: "CNY")
}

extension Money: Comparable {
    /// Amounts of one currency compare; comparing two currencies is a mistake of ours and traps.
    public static func < (a: Money, b: Money) -> Bool { same(a, b).0 < same(a, b).1 }
    public static func + (a: Money, b: Money) -> Money {
        let (x, y) = same(a, b)
        return Money(minor: added(x, y), currency: a.currency)
    }
    public static func - (a: Money, b: Money) -> Money {
        let (x, y) = same(a, b)
        return Money(minor: added(x, opposite(y)), currency: a.currency)
    }
    public static prefix func - (a: Money) -> Money { Money(minor: opposite(a.minor), currency: a.currency) }
    public static func += (a: inout Money, b: Money) { a = a + b }
    public static func -= (a: inout Money, b: Money) { a = a - b }

    private static func same(_ a: Money, _ b: Money) -> (Int64, Int64) {
        precondition(a.currency == b.currency, "amounts of two currencies do not add up")
        return (a.minor, b.minor)
    }

    /// Price times a number (a quantity, a rate), rounded half-up to the minor unit: the line's rounding.
    public static func * (price: Money, factor: ExactDecimal) -> Money {
        let product = Int128(price.minor) * Int128(factor.millionths)
        return Money(minor: divideHalfUp(product, by: Int128(ExactDecimal.scale)), currency: price.currency)
    }

    /// This amount divided by a number other than zero, rounded half-up to the minor unit.
    public static func / (amount: Money, divisor: ExactDecimal) -> Money {
        let scaled = Int128(amount.minor) * Int128(ExactDecimal.scale)
        return Money(minor: divideHalfUp(scaled, by: Int128(divisor.millionths)), currency: amount.currency)
    }

    /// The part `share / of` of this amount, rounded half-up: what an issue of `share` takes from a stock value.
    public func part(_ share: ExactDecimal, of whole: ExactDecimal) -> Money {
        guard whole != .zero else { return Money(minor: 0, currency: currency) }
        return Money(
            minor: divideHalfUp(Int128(minor) * Int128(share.millionths), by: Int128(whole.millionths)),
            currency: currency)
    }

    /// Splits the amount by weights so that the parts add up to it exactly: the largest remainders get the odd cents.
    /// With no positive weight, everything goes to the first part.
    public func apportioned(by weights: [Int64]) -> [Money] {
        guard !weights.isEmpty else { return [] }
        let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard total > 0 else { return weights.indices.map { Money(minor: $0 == 0 ? minor : 0, currency: currency) } }
        let exact = weights.map { Int128(minor) * Int128($0) }
        var parts = exact.map { $0 / total }
        var left = Int128(minor) - parts.reduce(0, +)
        let step: Int128 = left < 0 ? -1 : 1
        let byRemainder = weights.indices.sorted {
            let (a, b) = ((exact[$0] % total).magnitude, (exact[$1] % total).magnitude)
            return a == b ? $0 < $1 : a > b
        }
        for index in byRemainder where left != 0 {
            parts[index] += step
            left -= step
        }
        return parts.map { Money(minor: Int64($0), currency: currency) }
    }
}

extension Money: CustomStringConvertible {
    public var description: String { "\(amountText) \(currency.rawValue)" }
}
