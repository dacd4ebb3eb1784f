import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

struct QuoteListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func quoteListPage(_ input: QuoteQuery, _ call: Call) async throws -> QuoteListPage {
    QuoteListPage(
        table: DataTable(
            try await call.listed("quotes", input, quotes), sorted: (input.sort ?? .descending(.created)).word,
            filters: [.text("action_search"), .state(QuoteVersionState.self, call)], empty: "quotes_empty",
            columns: [
                .init("field_number", sort: "number") {
                    .link(versionNumber($0.number, $0.version), to: "/crm/quotes/\($0.id)")
                },
                .init("customer_title") { .text($0.customerName) },
                .init("field_state") { .badge(Badge($0.state.rawValue, call)) },
                .init("quote_valid_until") { .text(call.format($0.validUntil)) },
                .init("field_total", isNumber: true) { .text(call.format($0.total)) },
            ], call))
}
