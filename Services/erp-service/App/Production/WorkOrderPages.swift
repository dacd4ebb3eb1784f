import ERPDomain
import Kernel
import ServiceRuntime

/// Work orders as a list: what is open, soonest due first, unless something else is asked for.
struct WorkOrdersPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let showsOpen: Bool
}

func workOrdersPage(_ input: WorkOrderQuery, _ call: Call) async throws -> WorkOrdersPage {
    let mayStart = try call.signedIn().has(anyOf: [.planner, .warehouse])
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    let order = input.sort ?? (isOpen ? .ascending(.due) : .descending(.created))
    shown.sort = order
    return WorkOrdersPage(
        table: DataTable(
            try await call.listed("work-orders", shown, workOrders), sorted: order.word,
            filters: [
                .text("action_search"), .openFirst(WorkOrderState.self, isOpen: isOpen, call),
            ],
            empty: isOpen ? "erp_work_orders_done" : "erp_work_orders_empty",
            columns: [
                .init("erp_number", sort: "number") { .link($0.number, to: "/erp/work-orders/\($0.id)") },
                .init("erp_sales_order") { .link($0.orderNumber, to: "/erp/sales-orders/\($0.orderID)") },
                .init("erp_product") { .text("\($0.sku) · \(call.name($0.name, $0.nameZh))") },
                .init("erp_quantity", isNumber: true) { .text(call.counted($0.quantity, $0.unit)) },
                .init("erp_dates", sort: "due") { .text(call.days($0.start, $0.finish)) },
                .init("erp_state") { .badge(Badge($0.state, call)) },
            ],
            marks: RowMarks { mayStart && $0.state == WorkOrderState.planned.rawValue ? $0.id.description : nil }
                .offering("erp_start_marked", "/erp/api/work-orders/start"), call),
        showsOpen: isOpen)
}
