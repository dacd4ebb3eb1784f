import EventContracts
import Foundation
import Kernel

/// A work order was planned on its work centres.
public struct WorkOrderPlanned: Event {
    public static let type = "erp.work-order.planned"
    public static let summary = "A work order was planned on its work centres."
    public var workOrderID: WorkOrderID
    public var number: String
    public var orderID: OrderID?
    public var productID: ProductID
    public var quantity: ExactDecimal
    public var start: BusinessDate
    public var finish: BusinessDate

    public init(
        workOrderID: WorkOrderID, number: String, orderID: OrderID? = nil, productID: ProductID, quantity: ExactDecimal,
        start: BusinessDate, finish: BusinessDate
    ) {
        self.workOrderID = workOrderID
        self.number = number
        self.orderID = orderID
        self.productID = productID
        self.quantity = quantity
        self.start = start
        self.finish = finish
    }
    public var aggregate: UUID { workOrderID.rawValue }
    public var label: String? { number }
}

/// Material was issued and work began.
public struct WorkOrderStarted: Event {
    public static let type = "erp.work-order.started"
    public static let summary = "Material was issued and work began."
    public var workOrderID: WorkOrderID
    public var number: String
    public var orderID: OrderID?

    public init(
        workOrderID: WorkOrderID, number: String, orderID: OrderID? = nil
    ) {
        self.workOrderID = workOrderID
        self.number = number
        self.orderID = orderID
    }
    public var aggregate: UUID { workOrderID.rawValue }
    public var label: String? { number }
}

/// Goods were received from production.
public struct WorkOrderCompleted: Event {
    public static let type = "erp.work-order.completed"
    public static let summary = "Goods were received from production."
    public var workOrderID: WorkOrderID
    public var number: String
    public var orderID: OrderID?
    public var productID: ProductID
    public var good: ExactDecimal
    public var scrap: ExactDecimal

    public init(
        workOrderID: WorkOrderID, number: String, orderID: OrderID? = nil, productID: ProductID, good: ExactDecimal,
        scrap: ExactDecimal
    ) {
        self.workOrderID = workOrderID
        self.number = number
        self.orderID = orderID
        self.productID = productID
        self.good = good
        self.scrap = scrap
    }
    public var aggregate: UUID { workOrderID.rawValue }
    public var label: String? { number }
}
