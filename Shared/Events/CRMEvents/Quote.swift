import EventContracts
import Foundation
import Kernel

/// A version of a quote went to the customer.
public struct QuoteSent: Event {
    public static let type = "crm.quote.sent"
    public static let summary = "A version of a quote went to the customer."
    public var quoteID: QuoteID
    public var number: String
    public var version: Int
    public var customerID: CustomerID
    public var total: Money

    public init(
        quoteID: QuoteID, number: String, version: Int, customerID: CustomerID, total: Money
    ) {
        self.quoteID = quoteID
        self.number = number
        self.version = version
        self.customerID = customerID
        self.total = total
    }
    public var aggregate: UUID { quoteID.rawValue }
    public var label: String? { number }
}

/// The customer answered a quote with an offer of their own.
public struct QuoteCountered: Event {
    public static let type = "crm.quote.countered"
    public static let summary = "The customer answered a quote with an offer of their own."
    public var quoteID: QuoteID
    public var number: String
    public var version: Int
    public var offer: Money?
    public var text: String

    public init(
        quoteID: QuoteID, number: String, version: Int, offer: Money? = nil, text: String
    ) {
        self.quoteID = quoteID
        self.number = number
        self.version = version
        self.offer = offer
        self.text = text
    }
    public var aggregate: UUID { quoteID.rawValue }
    public var label: String? { number }
}

/// The customer accepted a version of a quote.
public struct QuoteAccepted: Event {
    public static let type = "crm.quote.accepted"
    public static let summary = "The customer accepted a version of a quote."
    public var quoteID: QuoteID
    public var number: String
    public var version: Int
    public var orderID: OrderID

    public init(
        quoteID: QuoteID, number: String, version: Int, orderID: OrderID
    ) {
        self.quoteID = quoteID
        self.number = number
        self.version = version
        self.orderID = orderID
    }
    public var aggregate: UUID { quoteID.rawValue }
    public var label: String? { number }
}
