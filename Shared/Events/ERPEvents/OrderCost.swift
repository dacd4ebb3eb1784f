import EventContracts
import Foundation
import Kernel

/// The actual cost of an order is known (sensitive).
public struct OrderCostSettled: Event {
    public static let type = "erp.order-cost.settled"
    public static let summary = "The actual cost of an order is known (sensitive)."
    public var orderID: OrderID
    public var number: String
    public var customerID: CustomerID
    public var channel: OrderChannel
    public var revenue: Money
    public var material: Money
    public var labour: Money
    public var machine: Money
    public var overhead: Money
    public var cost: Money

    public init(
        orderID: OrderID, number: String, customerID: CustomerID, channel: OrderChannel, revenue: Money,
        material: Money, labour: Money, machine: Money, overhead: Money, cost: Money
    ) {
        self.orderID = orderID
        self.number = number
        self.customerID = customerID
        self.channel = channel
        self.revenue = revenue
        self.material = material
        self.labour = labour
        self.machine = machine
        self.overhead = overhead
        self.cost = cost
    }
    public var aggregate: UUID { orderID.rawValue }
    public var label: String? { number }
}
