import ERPDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A sales order: where it stands, what is missing for it, its work, its money.
func salesOrderPage(_ input: OrderPath, _ call: Call) async throws -> DocumentPage {
    let order = try await salesOrderByID(input, call)
    let missing = try await missingMaterial(of: input.id, call.database)
    let person = try call.signedIn()
    let history = try await call.history(
        of: [input.id.rawValue] + order.workOrders.map(\.id.rawValue) + order.payments.map(\.id.rawValue)
            + order.refunds.map(\.id.rawValue) + order.lines.compactMap { $0.revisionID?.rawValue },
        since: order.order.createdAt, staff: "staff", number: order.number)
    let isAlive = order.state != "rejected" && order.state != "cancelled"
    return DocumentPage(
        DocumentView(
            "erp_sales_order", list: "/erp/sales-orders", number: order.number, subject: order.order.customerName,
            badges: [Badge(order.state, call)]
                + (isAlive ? [Badge(order.outstanding.isZero ? "paid" : "unpaid", call)] : []),
            notices: [
                DocumentNotice(order.order.reason.map { call.tell(Phrase($0)) }),
                DocumentNotice(
                    missing.isEmpty ? nil : call.text("erp_missing_help"),
                    link: person.has(.warehouse) ? receipt(for: input.id) : nil, linkKey: "erp_goods_receipt"),
            ],
            actions: orderActions(order, missing, person, call), waiting: waiting(order),
            facts: orderFacts(order.order, call),
            tables: [
                missingTable(missing, call), order.linesTable(call), workTable(order.workOrders, call),
                order.paymentsTable(call), order.refundsTable(call), heldTable(order.reservations, call),
                order.cost.flatMap { costTable($0, call) },
            ],
            related: try await order.beforeIt(call)
                + order.workOrders.map {
                    RelatedDocument(
                        "erp_work_order", $0.number, link: "/erp/work-orders/\($0.id)", badge: Badge($0.state, call))
                } + order.afterIt(call),
            history: history, chain: call.chain(order.chain, with: history), call))
}

/// The goods receipt that begins with what the order lacks.
func receipt(for order: OrderID) -> String { "/erp/goods-receipts/new?orderID=\(order)" }

/// What an order waits for that its reader can do nothing about.
private func waiting(_ order: OrderView) -> String {
    let paysFirst = order.order.paymentTerms == .prepaid && !order.outstanding.isZero
    switch SalesOrderState(rawValue: order.state) {
    case .accepted: return "erp_waits_for_planning"
    case .planned, .inProduction: return "erp_waits_for_production"
    case .produced: return paysFirst ? "erp_waits_for_money" : "erp_waits_for_warehouse"
    case .invoiced where !order.outstanding.isZero: return "erp_waits_for_money"
    default: return "document_nothing_to_do"
    }
}

func orderFacts(_ order: OrderSummary, _ call: Call) -> [DocumentFact] {
    [
        DocumentFact("erp_promised", order.promisedDate.map { call.format($0) }),
        DocumentFact("erp_requested", order.requestedDate.map { call.format($0) }),
        DocumentFact("erp_total", call.format(order.total)),
        DocumentFact("erp_paid", call.format(order.paid)),
        DocumentFact("erp_outstanding", order.outstanding.isZero ? nil : call.format(order.outstanding)),
        DocumentFact("erp_terms", call.text("terms_\(order.paymentTerms.rawValue)")),
        DocumentFact("erp_channel", call.text("channel_\(order.channel.rawValue)")),
        DocumentFact("erp_ship_to", order.shipTo),
        DocumentFact("erp_created", call.format(order.createdAt)),
    ]
}

private func missingTable(_ missing: [MissingMaterial], _ call: Call) -> DocumentTable? {
    DocumentTable(
        "missing", "erp_missing", [.init(call.text("erp_product")), .init(call.text("erp_quantity"), isNumber: true)],
        missing.map {
            [
                .text($0.sku, note: call.name($0.name, $0.nameZh)),
                .text(call.counted($0.quantity, $0.unit)),
            ]
        })
}

private func workTable(_ work: [WorkOrderView], _ call: Call) -> DocumentTable? {
    let showsCosts = work.contains { $0.cost != nil }
    return DocumentTable(
        "work", "erp_plan_title",
        [
            .init(call.text("erp_work_order")), .init(call.text("erp_product")),
            .init(call.text("erp_quantity"), isNumber: true), .init(call.text("erp_dates")),
            .init(call.text("erp_state")),
        ] + (showsCosts ? [.init(call.text("erp_cost"), isNumber: true)] : []),
        work.map { work in
            [
                .text(work.number, link: "/erp/work-orders/\(work.id)"), .text(work.sku),
                .text(call.counted(work.quantity, work.unit)),
                .text(call.days(work.start, work.finish)), .badge(Badge(work.state, call)),
                .text(work.cost.map { call.format($0) }),
            ]
        }, empty: "erp_work_empty")
}

private func heldTable(_ held: [HeldGoods], _ call: Call) -> DocumentTable? {
    DocumentTable(
        "held", "erp_held_goods",
        [
            .init(call.text("erp_product")), .init(call.text("erp_held_from")),
            .init(call.text("erp_quantity"), isNumber: true),
        ],
        held.map {
            [
                .text("\($0.sku) · \(call.name($0.name, $0.nameZh))"),
                .text(call.text($0.reserved ? "erp_from_stock" : "erp_made_for_order")),
                .text(call.counted($0.quantity, $0.unit)),
            ]
        })
}

private func costTable(_ cost: OrderCost, _ call: Call) -> DocumentTable? {
    let rows = [
        ("erp_material", cost.material), ("erp_labour", cost.labour), ("erp_machine", cost.machine),
        ("erp_overhead", cost.overhead),
    ]
    return DocumentTable(
        "cost", "erp_actual_cost", [.init(call.text("erp_kind")), .init(call.text("erp_cost"), isNumber: true)],
        rows.map { [.text(call.text($0.0)), .text(call.format($0.1))] },
        totals: [
            (call.text("erp_cost"), call.format(cost.total)), (call.text("erp_margin"), call.format(cost.margin)),
        ])
}
