import ERPDomain
import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A work order that was planned.
struct PlannedWorkOrder: Codable, Sendable {
    let id: WorkOrderID
    let number: String
    let productID: ProductID
    let sku: String
    let quantity: ExactDecimal
    let start: BusinessDate
    let finish: BusinessDate
}

/// Turns what is to be made into work orders: components before what they go into, each on its work centres within
/// their capacity, none before its material is there.
struct WorkSchedule: Sendable {
    private struct Master: Decodable, Sendable {
        let productID: ProductID
        let sku: String
        let leadTimeDays: Int
    }

    private let order: SalesOrder
    private let plan: OrderPlan
    private let bills: BillsInForce
    private let masters: [ProductID: Master]
    private let capacity: [UUID: Int]
    private var schedule: CapacitySchedule
    /// The day from which an item can be used.
    private var usable: [MakeItem: BusinessDate]
    private let today = BusinessDate.today

    init(
        order: SalesOrder, plan: OrderPlan, supply: OrderSupply, bills: BillsInForce, _ tx: EventTransaction
    ) async throws {
        (self.order, self.plan, self.bills) = (order, plan, bills)
        let products = Set((plan.make + plan.short).map(\.item.product))
        let rows = try await tx.all(
            "select product_id, sku, lead_time_days from product where product_id = any(\(Array(products))::uuid[])",
            as: Master.self)
        masters = Dictionary(rows.map { ($0.productID, $0) }, uniquingKeysWith: { $1 })
        let centres = plan.make.flatMap { bills.structure.bills[$0.item]?.operations.map(\.workCentre) ?? [] }
        let load = try await lockWorkCentres(centres, from: today, tx)
        capacity = load.capacity
        schedule = CapacitySchedule(capacity: load.capacity, booked: load.booked)
        usable = supply.finish.mapValues { $0.adding(workingDays: 1) }
        for missing in plan.short { bought(missing.item) }
    }

    private mutating func bought(_ item: MakeItem) {
        usable[item] = today.adding(workingDays: masters[item.product]?.leadTimeDays ?? 0)
    }

    /// Writes the work orders.
    /// - Returns: them, and the day on which everything the order asks for is there.
    func carryOut(_ tx: EventTransaction) async throws -> (workOrders: [PlannedWorkOrder], ready: BusinessDate) {
        var work = self
        var planned: [PlannedWorkOrder] = []
        for amount in plan.make.reversed() { planned.append(try await work.planWork(amount, tx)) }
        return (planned, max(today, work.usable.values.max() ?? today))
    }

    private mutating func planWork(_ amount: OrderPlan.Amount, _ tx: EventTransaction) async throws -> PlannedWorkOrder
    {
        guard let bill = bills.structure.bills[amount.item], let billID = bills.billIDs[amount.item] else {
            throw Problem.conflict("there is no released bill of materials for product \(amount.item.product)")
        }
        let earliest = bill.lines.compactMap { usable[MakeItem($0.component)] }.max() ?? today
        let bookings = try schedule.place(bill.operations, quantity: amount.quantity, from: earliest)
        let start = bookings.first?.day ?? earliest.workingDay
        let leadTime = masters[amount.item.product]?.leadTimeDays ?? 0
        let finish = bookings.last?.day ?? start.adding(workingDays: bill.operations.isEmpty ? leadTime : 0)
        let planned = PlannedWorkOrder(
            id: WorkOrderID(), number: try await documentNumber("WO", tx), productID: amount.item.product,
            sku: masters[amount.item.product]?.sku ?? "", quantity: amount.quantity, start: start, finish: finish)
        let known = usable[amount.item] ?? today
        usable[amount.item] = max(known, finish.adding(workingDays: 1))
        try await write(planned, amount.item, billID, bill, tx)
        try await book(bookings, for: planned.id, capacity: capacity, tx)
        return planned
    }

    /// The work order with its snapshot of the bill: later versions do not change it.
    private func write(
        _ planned: PlannedWorkOrder, _ item: MakeItem, _ billID: UUID, _ bill: BillOfMaterials, _ tx: EventTransaction
    ) async throws {
        tx.write(
            """
            insert into work_order (work_order_id, number, order_id, product_id, revision_id, bom_id, quantity, state,
                start_on, finish_on, chain)
            values (\(planned.id), \(planned.number), \(order.orderID), \(item.product), \(item.revision), \(billID),
                \(planned.quantity), \(WorkOrderState.planned), \(planned.start), \(planned.finish), \(tx.chain))
            """)
        for line in bill.lines {
            tx.write(
                """
                insert into work_order_material (work_order_id, component_id, required)
                values (\(planned.id), \(line.component), \(line.required(for: planned.quantity)))
                """)
        }
        for operation in bill.operations {
            tx.write(
                """
                insert into work_order_operation (work_order_id, sequence, work_centre_id, planned_minutes)
                values (\(planned.id), \(operation.sequence), \(operation.workCentre),
                    \(operation.minutes(for: planned.quantity)))
                """)
        }
        tx.emit(
            WorkOrderPlanned(
                workOrderID: planned.id, number: planned.number, orderID: order.orderID, productID: item.product,
                quantity: planned.quantity, start: planned.start, finish: planned.finish))
    }
}
