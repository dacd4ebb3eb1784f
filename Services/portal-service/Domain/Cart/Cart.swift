import Kernel

/// What a shopper has gathered: one line per product, however often it was put in. Stock is asked for by the sum, so
/// two lines of one product cannot each pass a check that their sum would fail.
public struct Cart: Sendable, Hashable {
    /// One product in the cart.
    public struct Line: Sendable, Hashable {
        public let productID: ProductID
        public let quantity: ExactDecimal

        public init(productID: ProductID, quantity: ExactDecimal) {
            self.productID = productID
            self.quantity = quantity
        }
    }

    /// In the order in which the products were first put in.
    public private(set) var lines: [Line] = []

    public init() {}

    /// A cart of lines as they come, the same product added up.
    public init(_ lines: [Line]) throws(CartError) {
        for line in lines { try add(line.productID, line.quantity) }
    }

    /// Puts more of a product in.
    public mutating func add(_ product: ProductID, _ quantity: ExactDecimal) throws(CartError) {
        try set(product, try checked(quantity) + (self.quantity(of: product) ?? .zero))
    }

    /// Says how many of a product there are, whatever was there before.
    public mutating func set(_ product: ProductID, _ quantity: ExactDecimal) throws(CartError) {
        let line = Line(productID: product, quantity: try checked(quantity))
        if let index = lines.firstIndex(where: { $0.productID == product }) {
            lines[index] = line
        } else {
            lines.append(line)
        }
    }

    public func quantity(of product: ProductID) -> ExactDecimal? {
        lines.first { $0.productID == product }?.quantity
    }

    public var isEmpty: Bool { lines.isEmpty }

    /// The most of one product that one order may hold.
    public static let largestQuantity = ExactDecimal(10_000)

    private func checked(_ quantity: ExactDecimal) throws(CartError) -> ExactDecimal {
        guard quantity > .zero, quantity.isWhole else { throw .notAWholeNumber(quantity) }
        guard quantity <= Self.largestQuantity else { throw .tooMany(quantity) }
        return quantity
    }
}

/// Why something does not go into the cart, or the cart not into an order.
public enum CartError: Error, Hashable, Sendable {
    /// The shop sells whole packages, at least one.
    case notAWholeNumber(ExactDecimal)
    case tooMany(ExactDecimal)
    case empty
    /// The product is not, or no longer, in the shop.
    case notInShop(ProductID)
}
