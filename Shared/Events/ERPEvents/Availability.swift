import EventContracts
import Foundation
import Kernel

/// What can be promised from stock changed.
public struct AvailabilityChanged: Event {
    public static let type = "erp.availability.changed"
    public static let summary = "What can be promised from stock changed."
    public var productID: ProductID
    public var available: ExactDecimal

    public init(
        productID: ProductID, available: ExactDecimal
    ) {
        self.productID = productID
        self.available = available
    }
    public var aggregate: UUID { productID.rawValue }
}
