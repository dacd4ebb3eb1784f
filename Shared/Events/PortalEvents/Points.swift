import EventContracts
import Foundation
import Kernel

/// A shopper earned points by an order.
public struct PointsEarned: Event {
    public static let type = "portal.points.earned"
    public static let summary = "A shopper earned points by an order."
    public var shopperID: ShopperID
    public var orderID: OrderID
    public var points: Int
    public var balance: Int

    public init(
        shopperID: ShopperID, orderID: OrderID, points: Int, balance: Int
    ) {
        self.shopperID = shopperID
        self.orderID = orderID
        self.points = points
        self.balance = balance
    }
    public var aggregate: UUID { shopperID.rawValue }
}
