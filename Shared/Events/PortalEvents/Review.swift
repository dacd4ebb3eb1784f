import EventContracts
import Foundation
import Kernel

/// A buyer reviewed a product.
public struct ReviewPosted: Event {
    public static let type = "portal.review.posted"
    public static let summary = "A buyer reviewed a product."
    public var reviewID: UUID
    public var productID: ProductID
    public var orderID: OrderID
    public var shopperID: ShopperID
    public var stars: Int
    public var text: String

    public init(
        reviewID: UUID, productID: ProductID, orderID: OrderID, shopperID: ShopperID, stars: Int, text: String
    ) {
        self.reviewID = reviewID
        self.productID = productID
        self.orderID = orderID
        self.shopperID = shopperID
        self.stars = stars
        self.text = text
    }
    public var aggregate: UUID { reviewID }
}
