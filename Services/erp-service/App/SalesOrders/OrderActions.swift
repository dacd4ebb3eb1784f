import ERPDomain
import ERPEvents
import EventContracts
import Kernel
import ServiceRuntime

/// What the reader can do with an order now: the planner plans it and leads it through production, finance records the
/// money, the warehouse ships it.
func orderActions(
    _ order: OrderView, _ missing: [MissingMaterial], _ person: Person, _ call: Call
) -> [DocumentAction?] {
    let state = SalesOrderState(rawValue: order.state) ?? .received
    let path = "/erp/api/sales-orders/\(order.id)"
    let paysFirst = order.order.paymentTerms == .prepaid && !order.outstanding.isZero
    let next = order.workOrders.first { $0.state == "started" } ?? order.workOrders.first { $0.state == "planned" }
    let awaitsRevision = order.lines.contains { $0.configurationID != nil && $0.revisionState != "released" }
    let isAlive = state != .rejected && state != .cancelled
    return [
        person.has(.engineer) && awaitsRevision && isAlive ? .link("erp_release_revision", to: "/erp/revisions") : nil,
        person.has(.planner) && SalesOrderState.table.allows(.plan, in: state)
            ? .form(state == .accepted ? "erp_plan" : "erp_plan_again", to: "\(path)/plan", weight: .primary) : nil,
        person.has(.warehouse) && !missing.isEmpty ? .link("erp_goods_receipt", to: receipt(for: order.id)) : nil,
        person.has(.planner, .warehouse)
            ? next.map { .link("erp_next_work", to: "/erp/work-orders/\($0.id)") } : nil,
        person.has(.warehouse) && state == .produced && !paysFirst
            ? .form("erp_ship", to: "\(path)/ship", weight: .primary) : nil,
        paymentAction(order, person, call),
    ] + order.refunds.map { payBack($0, person, call) } + [
        person.has(.planner, .finance) && SalesOrderState.table.allows(.cancel, in: state)
            ? .form(
                "erp_cancel_order", to: "\(path)/cancel", weight: .danger,
                [
                    .text(
                        "reason", "erp_reason", isRequired: true,
                        help: order.order.paid.isZero ? nil : call.text("erp_cancel_pays_back"))
                ]) : nil
    ]
}

/// Finance records what came in for an order that is not paid yet.
func paymentAction(_ order: OrderView, _ person: Person, _ call: Call) -> DocumentAction? {
    guard person.has(.finance), !order.outstanding.isZero else { return nil }
    return .form(
        "erp_record_payment", to: "/erp/api/payments", weight: .primary,
        [
            .money(
                "amount", "erp_amount", value: order.outstanding.amountText, isRequired: true,
                help: "\(call.text("erp_outstanding")): \(call.format(order.outstanding))"),
            .text("reference", "erp_reference", isRequired: true),
        ], hidden: [("orderID", order.id.description), ("method", "bank")])
}

/// Finance pays back by bank what came by bank.
func payBack(_ refund: RefundView, _ person: Person, _ call: Call) -> DocumentAction? {
    guard person.has(.finance), refund.state == RefundState.due.rawValue, refund.method == .bank else { return nil }
    return .form(
        "erp_pay_back", to: "/erp/api/refunds/\(refund.id)/pay", weight: .primary,
        [.text("reference", "erp_reference", isRequired: true)],
        note: "\(refund.number) · \(call.format(refund.amount))")
}
