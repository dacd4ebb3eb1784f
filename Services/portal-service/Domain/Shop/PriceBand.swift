import Kernel

/// A range of prices that shoppers narrow the list by, VAT included; both ends belong to it.
public struct PriceBand: Sendable, Hashable {
    /// Nil: from nothing.
    public let from: ExactDecimal?
    /// Nil: without end.
    public let to: ExactDecimal?

    public init(from: ExactDecimal?, to: ExactDecimal?) { (self.from, self.to) = (from, to) }

    private static let steps = [50, 200, 1_000].map { ExactDecimal($0) }
    private static let fen = ExactDecimal(millionths: 10_000)

    /// The bands that the shop offers: each price is in exactly one.
    public static let offered: [PriceBand] =
        zip([nil] + steps, steps.map { $0 - fen } + [nil]).map { PriceBand(from: $0, to: $1) }
}
