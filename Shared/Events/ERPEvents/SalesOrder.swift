import EventContracts
import Foundation
import Kernel

/// ERP took the order over.
public struct SalesOrderAccepted: Event {
    public static let type = "erp.sales-order.accepted"
    public static let summary = "ERP took the order over."
    public var orderID: OrderID
    public var number: String
    public var channel: OrderChannel
    public var customerID: CustomerID
    public var total: Money
    public var paymentTerms: PaymentTerms

    public init(
        orderID: OrderID, number: String, channel: OrderChannel, customerID: CustomerID, total: Money,
        paymentTerms: PaymentTerms
    ) {
        self.orderID = orderID
        self.number = number
        self.channel = channel
        self.customerID = customerID
        self.total = total
        self.paymentTerms = paymentTerms
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// ERP refused the order: credit or stock.
public struct SalesOrderRejected: Event {
    public static let type = "erp.sales-order.rejected"
    public static let summary = "ERP refused the order: credit or stock."
    public var orderID: OrderID
    public var number: String
    public var channel: OrderChannel
    public var reason: String

    public init(
        orderID: OrderID, number: String, channel: OrderChannel, reason: String
    ) {
        self.orderID = orderID
        self.number = number
        self.channel = channel
        self.reason = reason
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// Work orders were planned; the goods are promised for a day.
public struct SalesOrderPlanned: Event {
    public static let type = "erp.sales-order.planned"
    public static let summary = "Work orders were planned; the goods are promised for a day."
    public var orderID: OrderID
    public var number: String
    public var promisedDate: BusinessDate
    public var workOrders: Int

    public init(
        orderID: OrderID, number: String, promisedDate: BusinessDate, workOrders: Int
    ) {
        self.orderID = orderID
        self.number = number
        self.promisedDate = promisedDate
        self.workOrders = workOrders
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// Production of the order began.
public struct SalesOrderStarted: Event {
    public static let type = "erp.sales-order.started"
    public static let summary = "Production of the order began."
    public var orderID: OrderID
    public var number: String

    public init(
        orderID: OrderID, number: String
    ) {
        self.orderID = orderID
        self.number = number
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// All goods of the order are in the warehouse.
public struct SalesOrderProduced: Event {
    public static let type = "erp.sales-order.produced"
    public static let summary = "All goods of the order are in the warehouse."
    public var orderID: OrderID
    public var number: String

    public init(
        orderID: OrderID, number: String
    ) {
        self.orderID = orderID
        self.number = number
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// The order is paid in full.
public struct SalesOrderPaid: Event {
    public static let type = "erp.sales-order.paid"
    public static let summary = "The order is paid in full."
    public var orderID: OrderID
    public var number: String
    public var paid: Money

    public init(
        orderID: OrderID, number: String, paid: Money
    ) {
        self.orderID = orderID
        self.number = number
        self.paid = paid
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// The goods left the warehouse.
public struct SalesOrderShipped: Event {
    public static let type = "erp.sales-order.shipped"
    public static let summary = "The goods left the warehouse."
    public var orderID: OrderID
    public var number: String
    public var shipmentNumber: String
    public var shippedOn: BusinessDate

    public init(
        orderID: OrderID, number: String, shipmentNumber: String, shippedOn: BusinessDate
    ) {
        self.orderID = orderID
        self.number = number
        self.shipmentNumber = shipmentNumber
        self.shippedOn = shippedOn
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// The order was invoiced with VAT.
public struct SalesOrderInvoiced: Event {
    public static let type = "erp.sales-order.invoiced"
    public static let summary = "The order was invoiced with VAT."
    public var orderID: OrderID
    public var number: String
    public var invoiceNumber: String
    public var customerID: CustomerID
    public var channel: OrderChannel
    public var net: Money
    public var tax: Money
    public var total: Money
    public var invoicedOn: BusinessDate

    public init(
        orderID: OrderID, number: String, invoiceNumber: String, customerID: CustomerID, channel: OrderChannel,
        net: Money, tax: Money, total: Money, invoicedOn: BusinessDate
    ) {
        self.orderID = orderID
        self.number = number
        self.invoiceNumber = invoiceNumber
        self.customerID = customerID
        self.channel = channel
        self.net = net
        self.tax = tax
        self.total = total
        self.invoicedOn = invoicedOn
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// The order was cancelled; what it held is free again.
public struct SalesOrderCancelled: Event {
    public static let type = "erp.sales-order.cancelled"
    public static let summary = "The order was cancelled; what it held is free again."
    public var orderID: OrderID
    public var number: String
    public var reason: String

    public init(
        orderID: OrderID, number: String, reason: String
    ) {
        self.orderID = orderID
        self.number = number
        self.reason = reason
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}
