import Foundation
import Kernel

/// One trillion: far above any amount a person types, far below what the sums of a document could overflow.
public let largestAmount = Money(minor: 100_000_000_000_000)

/// One line of a quote: what, how many, at which price. Price and tax rate are frozen when the version is made.
public struct QuoteLine: Sendable, Hashable {
    public let lineID: UUID
    public let productID: ProductID
    public let quantity: ExactDecimal
    /// Per unit, before VAT.
    public let unitPrice: Money
    /// VAT as a share of one: 0.13.
    public let taxRate: ExactDecimal
    /// What was agreed for this line beyond the standard product (colour, packaging); empty when it is standard.
    public let options: [String: String]
    /// Quantity times price, rounded half-up at the line.
    public let net: Money
    /// VAT of the line, rounded half-up at the line.
    public let tax: Money

    /// - Throws: ``QuoteLineError`` when a number is out of its range.
    public init(
        lineID: UUID = UUID.timeOrdered(), productID: ProductID, quantity: ExactDecimal, unitPrice: Money,
        taxRate: ExactDecimal, options: [String: String] = [:]
    ) throws(QuoteLineError) {
        guard quantity > .zero else { throw .quantityNotPositive }
        guard quantity <= Self.largestQuantity else { throw .amountTooLarge }
        guard !unitPrice.isNegative else { throw .priceNegative }
        guard unitPrice <= largestAmount else { throw .amountTooLarge }
        guard taxRate >= .zero, taxRate <= .one else { throw .taxRateOutOfRange }
        let exact = Int128(unitPrice.minor) * Int128(quantity.millionths)
        guard exact <= Int128(largestAmount.minor) * Int128(ExactDecimal.scale) else { throw .amountTooLarge }
        self.lineID = lineID
        self.productID = productID
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.taxRate = taxRate
        self.options = options
        net = unitPrice * quantity
        tax = net * taxRate
    }

    /// One billion.
    public static let largestQuantity = ExactDecimal(1_000_000_000)

    public var total: Money { net + tax }
}

/// Why a line is no line.
public enum QuoteLineError: Error, Equatable {
    case quantityNotPositive
    case priceNegative
    case taxRateOutOfRange
    case amountTooLarge
}

/// The sums of a document: sums of rounded lines, so that net + tax = total and the lines add up on paper.
public struct DocumentTotals: Sendable, Hashable {
    public let net: Money
    public let tax: Money
    public var total: Money { net + tax }

    public init(of lines: [QuoteLine]) {
        net = lines.reduce(Money.zero) { $0 + $1.net }
        tax = lines.reduce(Money.zero) { $0 + $1.tax }
    }
}
