import EventContracts
import Foundation
import Kernel

/// A draft product revision waits for engineering.
public struct RevisionDrafted: Event {
    public static let type = "erp.revision.drafted"
    public static let summary = "A draft product revision waits for engineering."
    public var revisionID: RevisionID
    public var code: String
    public var productID: ProductID
    public var configurationID: ConfigurationID?
    public var orderID: OrderID?

    public init(
        revisionID: RevisionID, code: String, productID: ProductID, configurationID: ConfigurationID? = nil,
        orderID: OrderID? = nil
    ) {
        self.revisionID = revisionID
        self.code = code
        self.productID = productID
        self.configurationID = configurationID
        self.orderID = orderID
    }
    public var aggregate: UUID { revisionID.rawValue }
    public var label: String? { code }
}

/// Engineering released a product revision: one version for all departments.
public struct RevisionReleased: Event {
    public static let type = "erp.revision.released"
    public static let summary = "Engineering released a product revision: one version for all departments."
    public var revisionID: RevisionID
    public var code: String
    public var productID: ProductID
    public var configurationID: ConfigurationID?
    public var orderID: OrderID?

    public init(
        revisionID: RevisionID, code: String, productID: ProductID, configurationID: ConfigurationID? = nil,
        orderID: OrderID? = nil
    ) {
        self.revisionID = revisionID
        self.code = code
        self.productID = productID
        self.configurationID = configurationID
        self.orderID = orderID
    }
    public var aggregate: UUID { revisionID.rawValue }
    public var label: String? { code }
}
