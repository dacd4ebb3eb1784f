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
    let held = try await lockHeld(for: work.orderID, of: needs.map(\.componentID), tx)
    try refuseShortage(of: needs, held, work)
    let issued = try await issueMaterial(needs, held, work, tx)
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

private func refuseShortage(of needs: [Need], _ held: [ProductID: HeldStock], _ work: WorkOrder) throws {
    let short = needs.compactMap { need -> String? in
        let there = held[need.componentID]?.total ?? .zero
        return there < need.required ? "\(need.sku): \(need.required) needed, \(there) there" : nil
    }
    guard short.isEmpty else {
        throw Problem.conflict("material is short for \(work.number): \(short.joined(separator: "; "))")
    }
}

private func issueMaterial(
    _ needs: [Need], _ held: [ProductID: HeldStock], _ work: WorkOrder, _ tx: EventTransaction
) async throws -> (cost: CostElements, voucher: Voucher?) {
    let accounts = try await stockAccounts(of: needs.map(\.componentID), tx)
    let costs = try issueHeld(
        needs.map { ProductQuantity(productID: $0.componentID, quantity: $0.required) }, from: held, for: work.orderID,
        StockMove(kind: .issue, source: work.source), tx)
    // All of them were asked for above.
    tx.write("update work_order_material set issued = required where work_order_id = \(work.workOrderID)")
    let credits = zip(needs, costs).map { need, cost in
        Voucher.Posting.credit(accounts[need.componentID] ?? .materials, cost.total)
    }
    let cost = costs.reduce(.zero, +)
    return (cost, try Voucher("material for \(work.number)", [.debit(.workInProgress, cost.total)] + credits))
}
