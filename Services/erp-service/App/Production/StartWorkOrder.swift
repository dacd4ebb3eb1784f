import ERPDomain
import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A component that a work order takes.
private struct Need: Decodable, Sendable {
    let componentID: ProductID
    let sku: String
    let required: ExactDecimal
}

/// Issues the material of a work order at moving average and begins it. Sub-assemblies must be there before.
func startWorkOrder(_ input: WorkOrderPath, _ call: CommandCall) async throws -> WorkOrderStatus {
    let tx = call.tx
    var (work, order) = try await lockWorkOrder(input.id, tx)
    work.state = try WorkOrderState.table.next(work.state, .start)
    let wasPlanned = order.state == .planned
    try await advance(&order, .startProduction, tx)
    let needs = try await tx.all(
        """
        select m.component_id, p.sku, m.required
        from work_order_material m join product p on p.product_id = m.component_id
        where m.work_order_id = \(input.id) order by m.component_id
        """, as: Need.self)
    try await lockStock(of: needs.map(\.componentID), tx)
    try await refuseShortage(of: needs, work, tx)
    let issued = try await issueMaterial(needs, work, tx)
    tx.write(
        """
        update work_order set state = \(work.state), started_at = now(), cost_material = \(issued.cost.material),
            cost_labour = \(issued.cost.labour), cost_machine = \(issued.cost.machine),
            cost_overhead = \(issued.cost.overhead)
        where work_order_id = \(input.id)
        """)
    if wasPlanned { tx.emit(SalesOrderStarted(orderID: order.orderID, number: order.number)) }
    tx.emit(WorkOrderStarted(workOrderID: input.id, number: work.number, orderID: order.orderID))
    try await announceAvailability(of: needs.map(\.componentID), tx)
    try await post(issued.voucher, for: work.source, tx)
    return WorkOrderStatus(
        id: input.id, number: work.number, orderID: order.orderID, state: work.state.rawValue, cost: issued.cost.total)
}

private func refuseShortage(of needs: [Need], _ work: WorkOrder, _ tx: EventTransaction) async throws {
    var short: [String] = []
    for need in needs {
        let there = try await heldFor(work.orderID, need.componentID, tx).total
        if there < need.required { short.append("\(need.sku): \(need.required) needed, \(there) there") }
    }
    guard short.isEmpty else {
        throw Problem.conflict("material is short for \(work.number): \(short.joined(separator: "; "))")
    }
}

private func issueMaterial(_ needs: [Need], _ work: WorkOrder, _ tx: EventTransaction) async throws
    -> (cost: CostElements, voucher: Voucher?)
{
    let accounts = try await stockAccounts(of: needs.map(\.componentID), tx)
    let move = StockMove(kind: .issue, source: work.source)
    var cost = CostElements.zero
    var credits: [Voucher.Posting] = []
    for need in needs {
        let issued = try await issueHeld(need.required, of: need.componentID, for: work.orderID, move, tx)
        cost += issued
        credits.append(.credit(accounts[need.componentID] ?? .materials, issued.total))
        tx.write(
            """
            update work_order_material set issued = \(need.required)
            where work_order_id = \(work.workOrderID) and component_id = \(need.componentID)
            """)
    }
    return (cost, try Voucher("material for \(work.number)", [.debit(.workInProgress, cost.total)] + credits))
}
