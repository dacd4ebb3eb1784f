import ERPDomain
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A work order: what it makes, of what, on which work centres.
func workOrderPage(_ input: WorkOrderPath, _ call: Call) async throws -> DocumentPage {
    let work = try await workOrderByID(input, call)
    let history = try await call.history(
        of: [work.id.rawValue], since: try await planned(work.id, call), staff: "staff", number: work.number)
    let counted = { call.counted($0, work.unit) }
    let missing = work.state == "planned" ? try await missingMaterial(of: work.orderID, call.database) : []
    let lacks = work.materials.contains { material in missing.contains { $0.productID == material.productID } }
    return DocumentPage(
        DocumentView(
            "erp_work_order", list: "/erp/work-orders", number: work.number,
            subject: "\(work.sku) · \(call.name(work.name, work.nameZh))", badges: [Badge(work.state, call)],
            notices: [
                DocumentNotice(
                    lacks ? call.text("erp_missing_here") : nil, link: "/erp/sales-orders/\(work.orderID)",
                    linkText: work.orderNumber)
            ],
            actions: actions(work, try call.signedIn(), call),
            waiting: ["planned", "started"].contains(work.state)
                ? "erp_waits_for_production" : "document_nothing_to_do",
            facts: [
                DocumentFact("erp_quantity", counted(work.quantity)),
                DocumentFact("erp_dates", call.days(work.start, work.finish)),
                DocumentFact("erp_good", work.state == "completed" ? counted(work.good) : nil),
                DocumentFact("erp_scrap", work.state == "completed" ? counted(work.scrap) : nil),
                DocumentFact("erp_revision", work.revision),
                DocumentFact("erp_sales_order", work.orderNumber, link: "/erp/sales-orders/\(work.orderID)"),
                DocumentFact("erp_cost", work.cost.map { call.format($0) }),
            ],
            tables: [materials(work, call), operations(work, call)], related: try await related(work, call),
            history: history, chain: call.chain(work.chain, with: history), call))
}

private func planned(_ id: WorkOrderID, _ call: Call) async throws -> Date {
    try await call.database.one("select created_at from work_order where work_order_id = \(id)")
}

private func actions(_ work: WorkOrderView, _ person: Person, _ call: Call) -> [DocumentAction?] {
    guard person.has(.planner, .warehouse) else { return [] }
    let path = "/erp/api/work-orders/\(work.id)"
    let minutes = work.operations.enumerated().map { index, operation in
        FormField.number(
            "operations[\(index)].minutes", "erp_actual_minutes",
            about: "\(operation.sequence) \(operation.workCentreName)",
            value: call.format(operation.plannedMinutes), isRequired: true)
    }
    return [
        work.state == "planned" ? .form("erp_start_work", to: "\(path)/start", weight: .primary) : nil,
        work.state == "started"
            ? .form(
                "erp_complete_work", to: "\(path)/complete", weight: .primary,
                [
                    .number(
                        "good", "erp_good", value: call.format(work.quantity), isRequired: true,
                        unit: call.unit(work.unit)),
                    .number("scrap", "erp_scrap", value: "0", unit: call.unit(work.unit)),
                ] + minutes,
                hidden: work.operations.enumerated().map { ("operations[\($0)].sequence", "\($1.sequence)") }) : nil,
    ]
}

private func materials(_ work: WorkOrderView, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "materials", "erp_materials",
        [
            .init(call.text("erp_product")), .init(call.text("erp_required"), isNumber: true),
            .init(call.text("erp_issued"), isNumber: true),
        ],
        work.materials.map {
            [
                .text("\($0.sku) · \(call.name($0.name, $0.nameZh))"), .text(call.counted($0.required, $0.unit)),
                .text(call.counted($0.issued, $0.unit)),
            ]
        })
}

private func operations(_ work: WorkOrderView, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "operations", "erp_operations",
        [
            .init(call.text("erp_work_centre")), .init(call.text("erp_planned_minutes"), isNumber: true),
            .init(call.text("erp_actual_minutes"), isNumber: true),
        ],
        work.operations.map {
            [
                .text("\($0.sequence) · \($0.workCentreName)", note: $0.workCentre),
                .text(call.format($0.plannedMinutes)),
                .text($0.actualMinutes.map { call.format($0) }),
            ]
        })
}

/// Its order, and what else is made for that.
private func related(_ work: WorkOrderView, _ call: Call) async throws -> [RelatedDocument?] {
    struct Sibling: Decodable, Sendable { let id: WorkOrderID, number: String, state: String }
    let siblings: [Sibling] = try await call.database.all(
        """
        select work_order_id as id, number, state from work_order
        where order_id = \(work.orderID) and work_order_id <> \(work.id) order by work_order_id limit 50
        """)
    return [RelatedDocument("erp_sales_order", work.orderNumber, link: "/erp/sales-orders/\(work.orderID)")]
        + siblings.map {
            RelatedDocument(
                "erp_work_order", $0.number, link: "/erp/work-orders/\($0.id)", badge: Badge($0.state, call))
        }
}
