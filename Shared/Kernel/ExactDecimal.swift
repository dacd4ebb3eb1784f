/// An exact decimal number with six places, counted in millionths. Quantities, rates and percentages are such numbers;
/// no floating point comes near them. Range ±9.2 × 10¹²; what leaves it stays at its end instead of trapping: people may
/// send numbers as large as they like, and no column keeps one that large, so the database refuses it.
public struct ExactDecimal: Sendable, Hashable, Comparable {
    /// The number times 1,000,000.
    public var millionths: Int64

    public init(millionths: Int64) { self.millionths = millionths }
    public init(_ whole: Int) { millionths = Int64(clamping: Int128(whole) * Int128(Self.scale)) }

    public static let scale: Int64 = 1_000_000
    public static let zero = ExactDecimal(millionths: 0)
    public static let one = ExactDecimal(1)

    public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }
    public static func + (a: Self, b: Self) -> Self { .init(millionths: added(a.millionths, b.millionths)) }
    public static func - (a: Self, b: Self) -> Self { .init(millionths: added(a.millionths, opposite(b.millionths))) }
    public static prefix func - (a: Self) -> Self { .init(millionths: opposite(a.millionths)) }
    public static func += (a: inout Self, b: Self) { a = a + b }
    public static func -= (a: inout Self, b: Self) { a = a - b }

    /// Product, rounded half-up at the sixth place.
    public static func * (a: Self, b: Self) -> Self {
        .init(millionths: divideHalfUp(Int128(a.millionths) * Int128(b.millionths), by: Int128(scale)))
    }
    /// Quotient, rounded half-up at the sixth place. The divisor must not be zero.
    public static func / (a: Self, b: Self) -> Self {
        .init(millionths: divideHalfUp(Int128(a.millionths) * Int128(scale), by: Int128(b.millionths)))
    }

    /// The smallest whole number that is not below this one.
    public var roundedUp: ExactDecimal {
        let whole = millionths / Self.scale
        let isWhole = millionths % Self.scale == 0
        let up = isWhole || millionths < 0 ? whole : whole + 1
        return .init(millionths: Int64(clamping: Int128(up) * Int128(Self.scale)))
    }
    public var isWhole: Bool { millionths % Self.scale == 0 }
}

/// Half-up (四舍五入): a half goes away from zero. The one place where division rounds.
func divideHalfUp(_ dividend: Int128, by divisor: Int128) -> Int64 {
    let negative = (dividend < 0) != (divisor < 0)
    let (quotient, remainder) = dividend.magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
    let rounded = remainder * 2 >= divisor.magnitude ? quotient + 1 : quotient
    return negative ? -Int64(clamping: rounded) : Int64(clamping: rounded)
}

/// The sum, or the end of the range.
func added(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflows) = a.addingReportingOverflow(b)
    return overflows ? (a < 0 ? .min : .max) : sum
}

/// The number with the other sign, or the end of the range.
func opposite(_ a: Int64) -> Int64 { a == .min ? .max : -a }

extension ExactDecimal: LosslessStringConvertible, CustomStringConvertible {
    /// Parses `-12.5`, `3`, `0.000001`. More than six places, an exponent or anything else gives nil.
    public init?(_ text: String) {
        guard let scaled = parseScaled(text, places: 6) else { return nil }
        millionths = scaled
    }
    /// The shortest exact form, without trailing zeros.
    public var description: String { formatScaled(millionths, places: 6, keep: 0) }
}

/// Reads a plain decimal as an integer scaled by 10^places; nil when it does not fit exactly.
func parseScaled(_ text: String, places: Int) -> Int64? {
    var digits = Substring(text)
    let negative = digits.first == "-"
    if negative { digits.removeFirst() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty else { return nil }
    var fraction = parts.count == 2 ? String(parts[1]) : ""
    if parts.count == 2, fraction.isEmpty { return nil }
    while fraction.count > places, fraction.last == "0" { fraction.removeLast() }
    guard fraction.count <= places else { return nil }
    let padded = whole + fraction + String(repeating: "0", count: places - fraction.count)
    guard padded.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int64(padded) else { return nil }
    return negative ? -value : value
}

/// Writes an integer scaled by 10^places, with at least `keep` places.
func formatScaled(_ value: Int64, places: Int, keep: Int) -> String {
    var digits = String(value.magnitude)
    if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
    let whole = digits.dropLast(places)
    var fraction = digits.suffix(places)
    while fraction.count > keep, fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
}
