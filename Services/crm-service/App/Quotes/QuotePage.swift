import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// A quote with its versions side by side, what the customer said, and what can be done now.
func quotePage(_ input: QuotePath, _ call: Call) async throws -> DocumentPage {
    let (quote, person) = (try await quote(input, call), try call.signedIn())
    let opportunity = try await opportunity(OpportunityPath(id: quote.opportunityID), call)
    let deal = try await dealDocuments(
        lead: opportunity.leadID, opportunity: quote.opportunityID, customer: quote.customerID, quote: quote.id, call)
    let latest = quote.versions.last
    return DocumentPage(
        DocumentView(
            "quote_title", list: "/crm/quotes", number: quote.number, subject: quote.customerName,
            subjectLink: deal.contains { $0.kind == .customer && $0.isRead }
                ? "/crm/customers/\(quote.customerID)" : nil,
            badges: latest.map { [badge(of: $0, call)] } ?? [],
            notices: [
                DocumentNotice(
                    quote.orderNumber.map { _ in call.text("quote_became_order") }, colour: "success",
                    link: quote.orderID.map { "/crm/orders/\($0)" }, linkText: quote.orderNumber),
                DocumentNotice(
                    latest?.needsApproval ?? false ? call.text("quote_needs_approval") : nil, colour: "warning"),
                DocumentNotice(latest?.state == .inApproval ? call.text("quote_in_approval") : nil, colour: "info"),
            ],
            actions: quoteActions(quote, person, call), waiting: quote.closed ? "quote_is_closed" : "quote_waits",
            facts: [
                DocumentFact("quote_version", latest.map { "R\($0.version)" }),
                DocumentFact("field_total", latest.map { call.format($0.total) }),
                DocumentFact("quote_valid_until", latest.map { call.format($0.validUntil) }),
                DocumentFact("crm_owner", opportunity.ownerName ?? call.text("crm_colleague")),
            ],
            tables: [comparison(of: quote.versions, call), counterOffers(quote, call)],
            related: deal.related(to: quote.id.rawValue, call),
            history: history(try await timeline(of: quote.id, for: call), of: quote.number, call),
            chain: try await call.chain(quote.chain, of: deal.ids), call))
}

private func badge(of version: QuoteVersionDetail, _ call: Call) -> Badge {
    Badge(version.expired ? "expired" : version.state.rawValue, call)
}

/// The versions beside each other; what changed from one to the next is marked.
private func comparison(of versions: [QuoteVersionDetail], _ call: Call) -> DocumentTable? {
    typealias Cell = DocumentTable.Cell
    func row(_ key: String, _ cell: (QuoteVersionDetail) -> Cell) -> [Cell] {
        [.text(call.text(key))] + versions.map(cell)
    }
    let products: [[Cell]] = compare(versions, call).map { product in
        let name = "\(product.productName) · \(call.text("list_price")) \(product.listPrice)"
        return [.text(product.sku, note: name)]
            + product.cells.map { cell in
                let floor = cell.floor.map { " (\($0))" } ?? ""
                return .text(
                    cell.offered, note: cell.agreed,
                    warning: cell.belowFloor ? call.text("quote_below_floor") + floor : nil, isMarked: cell.changed)
            }
    }
    return DocumentTable(
        "versions", "quote_versions",
        [.init(call.text("field_product"))] + versions.map { .init("R\($0.version)") },
        [row("field_state") { .badge(badge(of: $0, call)) }] + products + [
            row("crm_net") { .text(call.format($0.net)) }, row("crm_tax") { .text(call.format($0.tax)) },
            row("field_total") { .text(call.format($0.total)) },
            row("quote_valid_until") { .text(call.format($0.validUntil)) },
            row("field_note") { .text($0.note) },
            row("quote_decision") { version in
                .text(
                    version.approvalOutcome.map { call.text("outcome_\($0.rawValue)") }, note: version.approvalComment)
            },
        ],
        note: versions.count > 1 ? call.text("quote_compare_help") : nil)
}

private func counterOffers(_ quote: QuoteDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "counter-offers", "quote_counter_offers",
        [
            .init(call.text("quote_said")), .init(call.text("quote_counter_offer"), isNumber: true),
            .init(call.text("quote_version")),
        ],
        quote.counterOffers.map {
            [
                .text($0.text), .text($0.offer.map { call.format($0) }),
                .text("R\($0.version)", note: call.format($0.recordedAt)),
            ]
        }, empty: "quote_no_counter_offers")
}
