import EventContracts
import Foundation
import Kernel

/// A product was added or changed.
public struct ProductChanged: Event {
    public static let type = "erp.product.changed"
    public static let summary = "A product was added or changed."
    public var productID: ProductID
    public var sku: String
    public var name: String
    public var nameZh: String
    public var description: String?
    public var unit: UnitOfMeasure
    public var listPrice: Money
    public var taxRate: ExactDecimal
    public var category: String?
    public var sold: Bool
    public var inShop: Bool

    public init(
        productID: ProductID, sku: String, name: String, nameZh: String, description: String? = nil,
        unit: UnitOfMeasure,
        listPrice: Money, taxRate: ExactDecimal, category: String? = nil, sold: Bool, inShop: Bool
    ) {
        self.productID = productID
        self.sku = sku
        self.name = name
        self.nameZh = nameZh
        self.description = description
        self.unit = unit
        self.listPrice = listPrice
        self.taxRate = taxRate
        self.category = category
        self.sold = sold
        self.inShop = inShop
    }
    public var aggregate: UUID { productID.rawValue }
    public var label: String? { sku }
}
