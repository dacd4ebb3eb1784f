import ERPDomain
import Kernel
import ServiceRuntime

/// Work orders as a list.
struct WorkOrdersPage: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func workOrdersPage(_ input: WorkOrderQuery, _ call: Call) async throws -> WorkOrdersPage {
    let mayStart = try call.signedIn().has(anyOf: [.planner, .warehouse])
    return WorkOrdersPage(
        table: DataTable(
            try await call.listed("work-orders", input, workOrders), sorted: (input.sort ?? .descending(.created)).word,
            filters: [.text("action_search"), .state(WorkOrderState.self, call)], empty: "erp_work_orders_empty",
            columns: [
                .init("erp_number", sort: "number") { .link($0.number, to: "/erp/work-orders/\($0.id)") },
                .init("erp_sales_order") { .link($0.orderNumber, to: "/erp/sales-orders/\($0.orderID)") },
                .init("erp_product") { .text("\($0.sku) · \(call.name($0.name, $0.nameZh))") },
                .init("erp_quantity", isNumber: true) { .text(call.format($0.quantity)) },
                .init("erp_dates") { .text("\(call.format($0.start)) – \(call.format($0.finish))") },
                .init("erp_state") { .badge(Badge($0.state, call)) },
            ],
            marks: RowMarks { mayStart && $0.state == WorkOrderState.planned.rawValue ? $0.id.description : nil }
                .offering("erp_start_marked", "/erp/api/work-orders/start"), call))
}

/// A work order on one page.
struct WorkOrderPage: Codable, Sendable {
    struct Material: Codable, Sendable {
        let sku: String
        let name: String
        let required: String
        let issued: String
    }
    struct Operation: Codable, Sendable {
        let index: Int
        let sequence: Int
        let workCentre: String
        let planned: String
        let actual: String?
    }
    let id: String
    let number: String
    let badge: Badge
    let orderLink: String
    let orderNumber: String
    let sku: String
    let name: String
    let revision: String?
    let quantity: String
    let good: String
    let scrap: String
    let dates: String
    let cost: String?
    let chainLink: String
    let materials: [Material]
    let operations: [Operation]
    let canStart: Bool
    let canComplete: Bool
}

func workOrderPage(_ input: WorkOrderPath, _ call: Call) async throws -> WorkOrderPage {
    let work = try await workOrderByID(input, call)
    let mayWork = try call.signedIn().has(.planner, .warehouse)
    return WorkOrderPage(
        id: work.id.description, number: work.number, badge: Badge(work.state, call),
        orderLink: "/erp/sales-orders/\(work.orderID)", orderNumber: work.orderNumber, sku: work.sku,
        name: call.name(work.name, work.nameZh), revision: work.revision, quantity: call.format(work.quantity),
        good: call.format(work.good), scrap: call.format(work.scrap),
        dates: "\(call.format(work.start)) – \(call.format(work.finish))", cost: work.cost.map { call.format($0) },
        chainLink: chainLink(work.chain),
        materials: work.materials.map {
            .init(
                sku: $0.sku, name: call.name($0.name, $0.nameZh), required: "\($0.required) \($0.unit)",
                issued: "\($0.issued) \($0.unit)")
        },
        operations: work.operations.enumerated().map { index, operation in
            .init(
                index: index, sequence: operation.sequence, workCentre: operation.workCentre,
                planned: call.format(operation.plannedMinutes),
                actual: operation.actualMinutes.map { call.format($0) })
        },
        canStart: mayWork && work.state == "planned", canComplete: mayWork && work.state == "started")
}
