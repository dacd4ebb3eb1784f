import Foundation
import JSONSchema
import Kernel

/// How an approval ended.
public enum ApprovalOutcome: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case approved, rejected, withdrawn
}

/// Why a service no longer needs the approval it asked for.
public enum ApprovalWithdrawal: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    /// A newer version of the document took the place of what was asked about.
    case replaced
    /// The document as a whole came to nothing.
    case declined
}

/// Where a lead came from.
public enum LeadSource: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case card, web, importFile = "import", referral
}

/// When an order must be paid: before it ships, or within days of the invoice.
public enum PaymentTerms: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case prepaid
    case net30 = "net_30"
}

/// How money came in.
public enum PaymentMethod: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case bank
    /// The payment company behind the shop's checkout.
    case online
}

/// Through which door an order came.
public enum OrderChannel: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case crm, web
}

/// One line of an order as it was promised: price and tax are frozen.
public struct OrderLine: Codable, Sendable, Hashable {
    public var lineID: UUID
    public var productID: ProductID
    public var sku: String
    public var name: String
    public var quantity: ExactDecimal
    /// Per unit, before VAT.
    public var unitPrice: Money
    public var taxRate: ExactDecimal
    public var net: Money
    public var tax: Money
    /// What was agreed for this line (colour, packaging); nil when it is the standard product.
    public var configurationID: ConfigurationID?

    public init(
        lineID: UUID, productID: ProductID, sku: String, name: String, quantity: ExactDecimal, unitPrice: Money,
        taxRate: ExactDecimal, net: Money, tax: Money, configurationID: ConfigurationID? = nil
    ) {
        self.lineID = lineID
        self.productID = productID
        self.sku = sku
        self.name = name
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.taxRate = taxRate
        self.net = net
        self.tax = tax
        self.configurationID = configurationID
    }
}
