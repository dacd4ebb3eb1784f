import Foundation

extension Decimal: PostgresCodable {
    public var postgresText: String? { description }

    /// - Throws: ``PostgresMismatch`` also for more than the 38 digits or 127 places that a Decimal keeps, which it would
    ///   round in silence, and for NaN and the infinities, which are no amounts.
    public init(postgresText: String) throws {
        guard let value = Decimal(digits: postgresText.utf8) else {
            throw PostgresMismatch(found: "text that is no decimal of 38 digits or fewer")
        }
        self = value
    }

    /// Reads `-12.50`, and nothing but digits, sign and point. Foundation would take what leads and leave the rest.
    private init?(digits text: String.UTF8View) {
        let isNegative = text.first == UInt8(ascii: "-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }) else { return nil }
        var digits = parts.flatMap(Array.init)
        var places = parts.count == 2 ? parts[1].count : 0
        while places > 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            places -= 1
        }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        guard significant.count <= 38, places <= 127 else { return nil }
        // In two halves, each of which fits an integer.
        let upper = UInt64(String(decoding: significant.dropLast(19), as: UTF8.self)) ?? 0
        let lower = UInt64(String(decoding: significant.suffix(19), as: UTF8.self)) ?? 0
        let number = upper == 0 ? Decimal(lower) : Decimal(upper) * Self.tenToThe19 + Decimal(lower)
        self.init(sign: isNegative ? .minus : .plus, exponent: -places, significand: number)
    }

    private static let tenToThe19 = Decimal(UInt64(10_000_000_000_000_000_000))
}
