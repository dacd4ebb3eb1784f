import EventContracts
import ERPDomain
import Kernel
import ServiceRuntime

/// Sales orders as a list: what is open, soonest due first, unless something else is asked for.
struct SalesOrdersPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let showsOpen: Bool
}

func salesOrdersPage(_ input: OrderQuery, _ call: Call) async throws -> SalesOrdersPage {
    let channels = OrderChannel.allCases.map { Choice(value: $0.rawValue, label: call.text("channel_\($0.rawValue)")) }
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    let order = input.sort ?? (isOpen ? .ascending(.due) : .descending(.created))
    shown.sort = order
    return SalesOrdersPage(
        table: DataTable(
            try await call.listed("sales-orders", shown, salesOrders), sorted: order.word,
            filters: [
                .text("action_search"), .openFirst(SalesOrderState.self, isOpen: isOpen, call),
                .choice("channel", "erp_channel", channels), .day("from", "field_from"), .day("to", "field_to"),
            ],
            empty: isOpen ? "erp_sales_orders_done" : "erp_sales_orders_empty",
            columns: [
                .init("erp_number", sort: "number") { .link($0.number, to: "/erp/sales-orders/\($0.id)") },
                .init("erp_customer") { .text($0.customerName) },
                .init("erp_channel") { .text(call.text("channel_\($0.channel.rawValue)")) },
                .init("erp_state") { .badge(Badge($0.state, call)) },
                .init("erp_total", sort: "total", isNumber: true) { .text(call.format($0.total)) },
                .init("erp_outstanding", isNumber: true) {
                    $0.outstanding.isZero ? .badge(Badge("paid", call)) : .text(call.format($0.outstanding))
                },
                .init("erp_promised", sort: "due") { order in
                    let wanted = order.requestedDate.map { "\(call.text("erp_requested")): \(call.format($0))" }
                    return .text(order.promisedDate.map { call.format($0) } ?? wanted)
                },
                .init("erp_created", sort: "created") { .text(call.format($0.createdAt)) },
            ], call),
        showsOpen: isOpen)
}
