import Kernel

/// A line of an order with its arithmetic: net is price times quantity, tax is net times rate, each rounded half-up to
/// the fen at the line. Sums of lines are exact.
public struct PricedLine: Sendable, Hashable {
    public let productID: ProductID
    public let quantity: ExactDecimal
    /// Per unit, before VAT.
    public let unitPrice: Money
    /// 0.13 is 13 %.
    public let taxRate: ExactDecimal
    public let net: Money
    public let tax: Money
    public var total: Money { net + tax }

    public init(productID: ProductID, quantity: ExactDecimal, unitPrice: Money, taxRate: ExactDecimal) {
        self.productID = productID
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.taxRate = taxRate
        net = unitPrice * quantity
        tax = net * taxRate
    }
}

/// What an order comes to.
public struct OrderTotals: Sendable, Hashable {
    public let net: Money
    public let tax: Money
    /// What the shopper pays.
    public var total: Money { net + tax }

    public init(_ lines: [PricedLine]) {
        net = lines.reduce(.zero) { $0 + $1.net }
        tax = lines.reduce(.zero) { $0 + $1.tax }
    }
}
