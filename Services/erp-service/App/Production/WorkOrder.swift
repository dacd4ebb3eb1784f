import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Which work order.
struct WorkOrderPath: Codable, Sendable {
    var id: WorkOrderID
}

/// A work order's row.
struct WorkOrder: Decodable, Sendable {
    let workOrderID: WorkOrderID
    let number: String
    let orderID: OrderID
    let productID: ProductID
    let quantity: ExactDecimal
    var state: WorkOrderState
    let costMaterial: Money
    let costLabour: Money
    let costMachine: Money
    let costOverhead: Money

    var cost: CostElements {
        CostElements(material: costMaterial, labour: costLabour, machine: costMachine, overhead: costOverhead)
    }
    var source: VoucherSource { VoucherSource(type: "work-order", id: workOrderID.rawValue, number: number) }
}

/// Locks a work order, its sales order first: all that belongs to an order is changed under the order's lock.
func lockWorkOrder(_ id: WorkOrderID, _ tx: EventTransaction) async throws -> (WorkOrder, SalesOrder) {
    guard
        let orderID = try await tx.first(
            "select order_id from work_order where work_order_id = \(id)", as: OrderID.self)
    else { throw Problem.notFound("work order", id) }
    let order = try await lockOrder(orderID, tx)
    let work = try await tx.one(
        """
        select work_order_id, number, order_id, product_id, quantity, state, cost_material, cost_labour, cost_machine,
            cost_overhead
        from work_order where work_order_id = \(id) for no key update
        """, as: WorkOrder.self)
    return (work, order)
}

/// Where a work order stands after a command.
struct WorkOrderStatus: Codable, Sendable {
    let id: WorkOrderID
    let number: String
    let orderID: OrderID
    let state: String
    /// What it cost so far.
    let cost: Money
}

/// Takes back what was planned for an order and not begun.
func cancelWorkOrders(of order: OrderID, _ tx: EventTransaction) async throws {
    let planned = try await tx.all(
        "select work_order_id from work_order where order_id = \(order) and state = 'planned' order by work_order_id",
        as: WorkOrderID.self)
    let cancelled = try WorkOrderState.table.next(.planned, .cancel)
    for id in planned {
        tx.write("update work_order set state = \(cancelled) where work_order_id = \(id)")
        try await freeCapacity(of: id, after: BusinessDate.today.adding(days: -1), tx)
    }
}
