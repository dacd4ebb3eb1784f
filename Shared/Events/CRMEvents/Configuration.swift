import EventContracts
import Foundation
import Kernel

/// What a customer was promised for an order line becomes a draft revision in ERP.
public struct ConfigurationAccepted: Event {
    public static let type = "crm.configuration.accepted"
    public static let summary = "What a customer was promised for an order line becomes a draft revision in ERP."
    public var configurationID: ConfigurationID
    public var number: String
    public var orderID: OrderID
    public var lineID: UUID
    public var productID: ProductID
    public var options: [String: String]

    public init(
        configurationID: ConfigurationID, number: String, orderID: OrderID, lineID: UUID, productID: ProductID,
        options: [String: String]
    ) {
        self.configurationID = configurationID
        self.number = number
        self.orderID = orderID
        self.lineID = lineID
        self.productID = productID
        self.options = options
    }
    public var aggregate: UUID { configurationID.rawValue }
    public var label: String? { number }
}
