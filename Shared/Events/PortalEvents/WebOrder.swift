import EventContracts
import Foundation
import Kernel

/// A shopper ordered; ERP is asked to hold the stock.
public struct WebOrderPlaced: Event {
    public static let type = "portal.web-order.placed"
    public static let summary = "A shopper ordered; ERP is asked to hold the stock."
    public var orderID: OrderID
    public var number: String
    public var shopperID: ShopperID
    public var shopperName: String
    public var lines: [OrderLine]
    public var net: Money
    public var tax: Money
    public var total: Money
    public var shipTo: String

    public init(
        orderID: OrderID, number: String, shopperID: ShopperID, shopperName: String, lines: [OrderLine], net: Money,
        tax: Money, total: Money, shipTo: String
    ) {
        self.orderID = orderID
        self.number = number
        self.shopperID = shopperID
        self.shopperName = shopperName
        self.lines = lines
        self.net = net
        self.tax = tax
        self.total = total
        self.shipTo = shipTo
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// The payment company confirmed the payment of a web order.
public struct WebOrderPaid: Event {
    public static let type = "portal.web-order.paid"
    public static let summary = "The payment company confirmed the payment of a web order."
    public var orderID: OrderID
    public var number: String
    public var paymentID: PaymentID
    public var amount: Money
    public var method: PaymentMethod
    public var reference: String

    public init(
        orderID: OrderID, number: String, paymentID: PaymentID, amount: Money, method: PaymentMethod, reference: String
    ) {
        self.orderID = orderID
        self.number = number
        self.paymentID = paymentID
        self.amount = amount
        self.method = method
        self.reference = reference
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}

/// A web order was cancelled before it was paid.
public struct WebOrderCancelled: Event {
    public static let type = "portal.web-order.cancelled"
    public static let summary = "A web order was cancelled before it was paid."
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

/// The payment company gave money of a web order back.
public struct WebOrderRefunded: Event {
    public static let type = "portal.web-order.refunded"
    public static let summary = "The payment company gave money of a web order back."
    public var orderID: OrderID
    public var number: String
    /// ERP's refund when it was ERP that owed it; the portal's own for money that never paid the order.
    public var refundID: RefundID
    public var paymentID: PaymentID
    public var amount: Money
    /// The payment company's transaction that was reversed.
    public var reference: String

    public init(
        orderID: OrderID, number: String, refundID: RefundID, paymentID: PaymentID, amount: Money, reference: String
    ) {
        self.orderID = orderID
        self.number = number
        self.refundID = refundID
        self.paymentID = paymentID
        self.amount = amount
        self.reference = reference
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}
