import ERPDomain
import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What came out of a work order.
struct CompleteWorkOrder: Codable, Sendable {
    /// Minutes that an operation really took; those not named took what was planned.
    struct Operation: Codable, Sendable {
        var sequence: Int
        var minutes: ExactDecimal
    }
    var id: WorkOrderID
    var good: ExactDecimal
    var scrap: ExactDecimal?
    var operations: [Operation]?
}

/// Completes a work order: adds the cost of the work, and receives the good pieces into stock at what all of it cost.
func completeWorkOrder(_ input: CompleteWorkOrder, _ call: CommandCall) async throws -> WorkOrderStatus {
    let tx = call.tx
    var (work, order) = try await lockWorkOrder(input.id, tx)
    work.state = try WorkOrderState.table.next(work.state, .complete)
    let scrap = input.scrap ?? .zero
    guard input.good >= .zero, input.good <= work.quantity else {
        throw Problem.invalid(field: "good", "must be from 0 to \(work.quantity)")
    }
    guard scrap >= .zero, input.good + scrap > .zero else {
        throw Problem.invalid(field: "scrap", "must not be negative")
    }
    let conversion = try await conversionCost(of: input, tx)
    let cost = work.cost + conversion
    tx.write(
        """
        update work_order set state = \(work.state), completed_at = now(), good = \(input.good), scrap = \(scrap),
            cost_material = \(cost.material), cost_labour = \(cost.labour), cost_machine = \(cost.machine),
            cost_overhead = \(cost.overhead)
        where work_order_id = \(input.id)
        """)
    let held = try await lockHeld(for: work.orderID, of: [work.productID], tx)[work.productID]?.kept ?? .zero
    try await receiveGoods(input.good, at: cost, work, held: held, tx)
    try await freeCapacity(of: input.id, after: .today, tx)
    tx.emit(
        WorkOrderCompleted(
            workOrderID: input.id, number: work.number, orderID: order.orderID, productID: work.productID,
            good: input.good, scrap: scrap))
    try await announceAvailability(of: [work.productID], tx)
    try await gatherGoods(&order, tx)
    try await askForMore(order, tx)
    for voucher in try await vouchers(work, conversion, cost, input.good, tx) {
        try await post(voucher, for: work.source, tx)
    }
    return WorkOrderStatus(
        id: input.id, number: work.number, orderID: order.orderID, state: work.state.rawValue, cost: cost.total)
}

/// The minutes of every operation at the rates of its work centre.
private func conversionCost(of input: CompleteWorkOrder, _ tx: EventTransaction) async throws -> CostElements {
    struct Row: Decodable, Sendable {
        let sequence: Int
        let plannedMinutes: ExactDecimal
        let labourRate: Money
        let machineRate: Money
        let overheadRate: Money
    }
    let rows = try await tx.all(
        """
        select o.sequence, o.planned_minutes, c.labour_rate, c.machine_rate, c.overhead_rate
        from work_order_operation o join work_centre c using (work_centre_id)
        where o.work_order_id = \(input.id) order by o.sequence
        """, as: Row.self)
    let reported = Dictionary((input.operations ?? []).map { ($0.sequence, $0.minutes) }, uniquingKeysWith: { $1 })
    if let stranger = reported.keys.first(where: { sequence in !rows.contains { $0.sequence == sequence } }) {
        throw Problem.invalid(field: "operations", "there is no operation \(stranger)")
    }
    var cost = CostElements.zero
    for row in rows {
        let minutes = reported[row.sequence] ?? row.plannedMinutes
        guard minutes >= .zero else { throw Problem.invalid(field: "operations", "minutes must not be negative") }
        let rates = HourlyRates(labour: row.labourRate, machine: row.machineRate, overhead: row.overheadRate)
        cost += rates.cost(ofMinutes: minutes)
        tx.write(
            """
            update work_order_operation set actual_minutes = \(minutes)
            where work_order_id = \(input.id) and sequence = \(row.sequence)
            """)
    }
    return cost
}

/// What the order needs is kept for it; what a rounded lot made beyond that is free stock.
private func receiveGoods(
    _ good: ExactDecimal, at cost: CostElements, _ work: WorkOrder, held: ExactDecimal, _ tx: EventTransaction
) async throws {
    guard good > .zero else { return }
    let move = StockMove(kind: .production, source: work.source)
    let kept = min(good, max(.zero, try await needed(work.productID, by: work.orderID, tx) - held))
    let keptCost = cost.part(kept, of: good)
    if kept > .zero { try receive(kept, of: work.productID, for: .order(work.orderID), at: keptCost, move, tx) }
    if kept < good {
        try receive(good - kept, of: work.productID, for: .free, at: cost - keptCost, move, tx)
    }
}

/// What an order's lines and unstarted work orders ask of a product.
private func needed(_ product: ProductID, by order: OrderID, _ tx: EventTransaction) async throws -> ExactDecimal {
    try await tx.one(
        """
        select coalesce((select sum(quantity) from sales_order_line
                where order_id = \(order) and product_id = \(product)), 0)
            + coalesce((select sum(m.required - m.issued) from work_order w join work_order_material m
                using (work_order_id)
                where w.order_id = \(order) and w.state = 'planned' and m.component_id = \(product)), 0)
        """, as: ExactDecimal.self)
}

/// When nothing is being made any more and goods are still missing, the planner must plan again.
private func askForMore(_ order: SalesOrder, _ tx: EventTransaction) async throws {
    guard order.state == .inProduction else { return }
    let open = try await tx.one(
        """
        select count(*) from work_order where order_id = \(order.orderID) and state in ('planned', 'started')
        """, as: Int.self)
    if open == 0 {
        try await tx.open(
            .planOrder, for: order.orderID.rawValue, subject: order.number, link: order.link, matter: order.matter())
    }
}

/// Work into work in progress, work in progress into stock; a batch without one good piece is a loss.
private func vouchers(
    _ work: WorkOrder, _ conversion: CostElements, _ cost: CostElements, _ good: ExactDecimal, _ tx: EventTransaction
) async throws -> [Voucher?] {
    let account = try await stockAccounts(of: [work.productID], tx)[work.productID] ?? .finishedGoods
    return [
        try Voucher(
            "work on \(work.number)",
            [
                .debit(.workInProgress, conversion.total), .credit(.wages, conversion.labour),
                .credit(.overhead, conversion.machine + conversion.overhead),
            ]),
        try Voucher(
            good > .zero ? "goods from \(work.number)" : "\(work.number) came to nothing",
            [.debit(good > .zero ? account : .scrapLoss, cost.total), .credit(.workInProgress, cost.total)]),
    ]
}
