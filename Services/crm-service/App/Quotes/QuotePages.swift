import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// Quotes as a list: what is open, the newest first, unless something else is asked for.
struct QuoteListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let showsOpen: Bool
}

func quoteListPage(_ input: QuoteQuery, _ call: Call) async throws -> QuoteListPage {
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    return QuoteListPage(
        table: DataTable(
            try await call.listed("quotes", shown, quotes), sorted: (input.sort ?? .descending(.created)).word,
            filters: [
                .text("action_search"), .openFirst(QuoteVersionState.self, isOpen: isOpen, call),
            ],
            empty: isOpen ? "quotes_done" : "quotes_empty",
            columns: [
                .init("field_number", sort: "number") {
                    .link(versionNumber($0.number, $0.version), to: "/crm/quotes/\($0.id)")
                },
                .init("customer_title") { .text($0.customerName) },
                .init("field_state") { .badge(Badge($0.state.rawValue, call)) },
                .init("quote_valid_until") { .text(call.format($0.validUntil)) },
                .init("field_total", isNumber: true) { .text(call.format($0.total)) },
            ], call),
        showsOpen: isOpen)
}
