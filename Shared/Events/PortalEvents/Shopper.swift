import EventContracts
import Foundation
import Kernel

/// A shopper registered in the shop.
public struct ShopperRegistered: Event {
    public static let type = "portal.shopper.registered"
    public static let summary = "A shopper registered in the shop."
    public var shopperID: ShopperID
    public var name: String
    public var email: String

    public init(
        shopperID: ShopperID, name: String, email: String
    ) {
        self.shopperID = shopperID
        self.name = name
        self.email = email
    }
    public var aggregate: UUID { shopperID.rawValue }
    public var label: String? { name }
}
