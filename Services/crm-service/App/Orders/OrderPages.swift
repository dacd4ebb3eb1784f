import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// Orders as a list: what is open, the newest first, unless something else is asked for.
struct OrderListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let showsOpen: Bool
}

func orderListPage(_ input: OrderQuery, _ call: Call) async throws -> OrderListPage {
    let channels = OrderChannel.allCases.map { Choice(value: $0.rawValue, label: call.text("channel_\($0.rawValue)")) }
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    return OrderListPage(
        table: DataTable(
            try await call.listed("crm-orders", shown, orders), sorted: (input.sort ?? .descending(.created)).word,
            filters: [
                .text("action_search"), .openFirst(OrderState.self, isOpen: isOpen, call),
                .choice("channel", "order_channel", channels), .day("from", "field_from"), .day("to", "field_to"),
            ],
            empty: isOpen ? "orders_done" : "orders_empty",
            columns: [
                .init("field_number", sort: "number") { .link($0.number, to: "/crm/orders/\($0.id)") },
                .init("customer_title") { .text($0.customerName) },
                .init("order_confirmed", sort: "created") { .text(call.format(BusinessDate($0.confirmedAt))) },
                .init("field_state") { .badge(Badge($0.state.rawValue, call)) },
                .init("order_payment") { .badge(Badge($0.paidInFull ? "paid" : "unpaid", call)) },
                .init("order_promised") { .text($0.promisedDate.map { call.format($0) }) },
                .init("field_total", sort: "total", isNumber: true) { .text(call.format($0.total)) },
                .init("order_channel") { .text(call.text("channel_\($0.channel.rawValue)")) },
            ], call),
        showsOpen: isOpen)
}
