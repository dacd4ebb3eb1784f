import EventContracts
import Foundation
import Kernel

/// An accepted quote became an order: ERP takes it over.
public struct OrderConfirmed: Event {
    public static let type = "crm.order.confirmed"
    public static let summary = "An accepted quote became an order: ERP takes it over."
    public var orderID: OrderID
    public var number: String
    public var customerID: CustomerID
    public var customerName: String
    public var quoteID: QuoteID
    /// What people call the quote; nil before it was told.
    public var quoteNumber: String?
    public var ownerID: StaffID?
    public var requestedDate: BusinessDate
    public var lines: [OrderLine]
    public var net: Money
    public var tax: Money
    public var total: Money

    public init(
        orderID: OrderID, number: String, customerID: CustomerID, customerName: String, quoteID: QuoteID,
        quoteNumber: String? = nil, ownerID: StaffID? = nil, requestedDate: BusinessDate, lines: [OrderLine],
        net: Money,
        tax: Money, total: Money
    ) {
        self.orderID = orderID
        self.number = number
        self.customerID = customerID
        self.customerName = customerName
        self.quoteID = quoteID
        self.quoteNumber = quoteNumber
        self.ownerID = ownerID
        self.requestedDate = requestedDate
        self.lines = lines
        self.net = net
        self.tax = tax
        self.total = total
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}
