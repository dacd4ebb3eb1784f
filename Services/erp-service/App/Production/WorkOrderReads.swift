import ERPDomain
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A work order as people see it.
struct WorkOrderView: Codable, Sendable {
    struct Material: Codable, Sendable {
        let productID: ProductID
        let sku: String
        let name: String
        let nameZh: String
        let unit: String
        let required: ExactDecimal
        let issued: ExactDecimal
    }
    struct Operation: Codable, Sendable {
        let sequence: Int
        /// Its code.
        let workCentre: String
        let workCentreName: String
        let plannedMinutes: ExactDecimal
        let actualMinutes: ExactDecimal?
    }
    let id: WorkOrderID
    let number: String
    let orderID: OrderID
    let orderNumber: String
    let productID: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let revision: String?
    let quantity: ExactDecimal
    let unit: String
    let good: ExactDecimal
    let scrap: ExactDecimal
    let state: String
    let start: BusinessDate
    let finish: BusinessDate
    /// For those entitled.
    var cost: Money?
    let chain: UUID
    let materials: [Material]
    let operations: [Operation]

    /// As those see it who may not know what it costs.
    var withoutCost: WorkOrderView {
        var work = self
        work.cost = nil
        return work
    }
}

private let workOrderColumns: SQL = """
    select w.work_order_id as id, w.number, w.order_id, o.number as order_number, w.product_id, p.sku, p.name,
        p.name_zh, r.code as revision, w.quantity, p.unit, w.good, w.scrap, w.state, w.start_on as start, w.finish_on as finish,
        w.cost_material + w.cost_labour + w.cost_machine + w.cost_overhead as cost, w.chain,
        coalesce((select jsonb_agg(jsonb_build_object('productID', m.component_id, 'sku', c.sku, 'name', c.name,
            'nameZh', c.name_zh, 'unit', c.unit, 'required', trim_scale(m.required)::text,
            'issued', trim_scale(m.issued)::text) order by c.sku)
            from work_order_material m join product c on c.product_id = m.component_id
            where m.work_order_id = w.work_order_id), '[]') as materials,
        coalesce((select jsonb_agg(jsonb_build_object('sequence', n.sequence, 'workCentre', k.code, 'workCentreName', k.name,
            'plannedMinutes', trim_scale(n.planned_minutes)::text,
            'actualMinutes', trim_scale(n.actual_minutes)::text) order by n.sequence)
            from work_order_operation n join work_centre k using (work_centre_id)
            where n.work_order_id = w.work_order_id), '[]') as operations
    from work_order w join sales_order o using (order_id) join product p on p.product_id = w.product_id
    left join revision r on r.revision_id = w.revision_id
    """

/// Work orders of an order or in a state, the latest first.
struct WorkOrderQuery: Codable, Sendable, PageRequest {
    var orderID: OrderID?
    /// Open is what is planned or started.
    var state: StateShown<WorkOrderState>?
    /// A part of the number, of the order's or the customer's, or of the product's SKU or name.
    var q: String?
    var sort: Sorting<WorkOrderField>?
    var cursor: String?
    var limit: Int?
}

enum WorkOrderField: String, SortField {
    case created, number, due

    var column: SQL? {
        switch self {
        case .created: nil
        case .number: "w.number"
        case .due: "w.finish_on"
        }
    }
}

func workOrders(_ input: WorkOrderQuery, _ call: Call) async throws -> Paged<WorkOrderView> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        input.orderID.map { "w.order_id = \($0)" },
        input.state?.condition(on: "w.state", open: "w.state in ('planned', 'started')"),
        .holds(input.q, "w.number", "o.number", "o.customer_name", "p.sku", "p.name", "p.name_zh"),
        order.after(try input.last(WorkOrderID.self), in: "work_order w", id: "w.work_order_id"))
    let rows = try await call.database.all(
        """
        \(workOrderColumns) where \(wanted)
        order by \(order.clause(id: "w.work_order_id")) limit \(input.rowLimit)
        """, as: WorkOrderView.self)
    let readsCosts = try await call.readsCosts(of: "/erp/api/work-orders")
    return Paged(rows, input) { [$0.id.description] }.map { readsCosts ? $0 : $0.withoutCost }
}

/// The work orders of an order as they were planned, components before what they go into, costs included.
func workOrders(of order: OrderID, _ database: some PostgresExecutor) async throws -> [WorkOrderView] {
    try await database.all("\(workOrderColumns) where w.order_id = \(order) order by w.work_order_id")
}

func workOrderByID(_ input: WorkOrderPath, _ call: Call) async throws -> WorkOrderView {
    guard
        let found = try await call.database.first(
            "\(workOrderColumns) where w.work_order_id = \(input.id)", as: WorkOrderView.self)
    else { throw Problem.notFound("work order", input.id) }
    return try await call.readsCosts(of: "/erp/api/work-orders/\(input.id)") ? found : found.withoutCost
}
