import EventContracts
import Foundation
import Kernel

/// The price below which a discount needs approval (sensitive).
public struct PriceFloorChanged: Event {
    public static let type = "erp.price-floor.changed"
    public static let summary = "The price below which a discount needs approval (sensitive)."
    public var productID: ProductID
    public var floorPrice: Money

    public init(
        productID: ProductID, floorPrice: Money
    ) {
        self.productID = productID
        self.floorPrice = floorPrice
    }
    public var aggregate: UUID { productID.rawValue }
}
