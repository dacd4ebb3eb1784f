import Kernel

/// A line offered below the floor price of its product.
public struct FloorBreach: Sendable, Hashable {
    public let line: QuoteLine
    public let floor: Money
    /// How far the price per unit is below the floor.
    public var shortfall: Money { floor - line.unitPrice }
}

/// The floor prices at the time of a check.
public struct FloorPrices: Sendable {
    private let floors: [ProductID: Money]

    public init(_ floors: [ProductID: Money]) { self.floors = floors }

    /// The floor that a price is below; nil when it is not, or when the floor is not known.
    public func floor(under price: Money, of product: ProductID) -> Money? {
        floors[product].flatMap { price < $0 ? $0 : nil }
    }

    /// The lines that need an approval. A price equal to the floor does not.
    /// - Throws: ``FloorPriceUnknown`` when a product's floor is not known: an unknown floor must not let a discount pass.
    public func breaches(in lines: [QuoteLine]) throws(FloorPriceUnknown) -> [FloorBreach] {
        var breaches: [FloorBreach] = []
        for line in lines {
            guard let floor = floors[line.productID] else { throw FloorPriceUnknown(productID: line.productID) }
            if line.unitPrice < floor { breaches.append(FloorBreach(line: line, floor: floor)) }
        }
        return breaches
    }
}

/// The floor price of a product has not arrived yet.
public struct FloorPriceUnknown: Error, Equatable {
    public let productID: ProductID
    public init(productID: ProductID) { self.productID = productID }
}
