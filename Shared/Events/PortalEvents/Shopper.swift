import EventContracts
import Foundation
import Kernel

/// A shopper registered in the shop with an e-mail address or a mobile phone.
public struct ShopperRegistered: Event {
    public static let type = "portal.shopper.registered"
    public static let version = 2
    public static let summary = "A shopper registered in the shop with an e-mail address or a mobile phone."
    public var shopperID: ShopperID
    public var name: String
    /// At least one of the two is there.
    public var email: String?
    /// In the international form of E.164: `+8613800138000`.
    public var phone: String?

    public init(
        shopperID: ShopperID, name: String, email: String? = nil, phone: String? = nil
    ) {
        self.shopperID = shopperID
        self.name = name
        self.email = email
        self.phone = phone
    }
    public var aggregate: UUID { shopperID.rawValue }
    public var label: String? { name }
}

/// A shopper has another name or another address.
public struct ShopperChanged: Event {
    public static let type = "portal.shopper.changed"
    public static let summary = "A shopper has another name or another address."
    public var shopperID: ShopperID
    public var name: String
    public var email: String?
    public var phone: String?

    public init(
        shopperID: ShopperID, name: String, email: String? = nil, phone: String? = nil
    ) {
        self.shopperID = shopperID
        self.name = name
        self.email = email
        self.phone = phone
    }
    public var aggregate: UUID { shopperID.rawValue }
    public var label: String? { name }
}

/// A shopper removed their account: who they are is to be forgotten.
public struct ShopperRemoved: Event {
    public static let type = "portal.shopper.removed"
    public static let summary = "A shopper removed their account: who they are is to be forgotten."
    /// What stands where their name and address stood.
    public static let inPlaceOfTheName = "– (已注销 · removed)"
    public var shopperID: ShopperID
    /// Every order of theirs, all settled: what they were told with goes.
    public var orderIDs: [OrderID]
    /// The cards they left.
    public var inquiryIDs: [InquiryID]

    public init(
        shopperID: ShopperID, orderIDs: [OrderID], inquiryIDs: [InquiryID]
    ) {
        self.shopperID = shopperID
        self.orderIDs = orderIDs
        self.inquiryIDs = inquiryIDs
    }
    public var aggregate: UUID { shopperID.rawValue }
}

/// A shopper registered in the shop, when that needed an e-mail address. No longer published.
public struct ShopperRegisteredV1: Event {
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
