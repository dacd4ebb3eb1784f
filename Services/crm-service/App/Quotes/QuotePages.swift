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

/// A quote with its versions side by side, what the customer said, and what can be done now.
struct QuotePage: Codable, Sendable {
    struct Version: Codable, Sendable {
        let versionNumber: String
        let versionState: Badge
        let validUntil: String
        let net: String
        let tax: String
        let total: String
        let remark: String?
        let decision: String?
    }
    struct Said: Codable, Sendable {
        let saidOf: String
        let said: String
        let saidOffer: String?
        let saidAt: String
    }
    /// A version that something can be done with.
    struct Open: Codable, Sendable {
        let version: Int
        let openNumber: String
        let maySubmit: Bool
        let needsApproval: Bool
        let mayAccept: Bool
        let mayCounter: Bool
    }
    let quoteID: String
    let number: String
    let customer: String
    let customerLink: String
    let opportunityLink: String
    let chainLink: String
    let order: String?
    let orderLink: String?
    let versions: [Version]
    let products: [ComparedProduct]
    let counterOffers: [Said]
    let open: [Open]
    let mayRevise: Bool
    let mayDecline: Bool
    let requestedDate: String
}

func quotePage(_ input: QuotePath, _ call: Call) async throws -> QuotePage {
    let (quote, person) = (try await quote(input, call), try call.signedIn())
    let owns = quote.ownerID == person.staffID || person.has(.salesManager)
    return QuotePage(
        quoteID: quote.id.description, number: quote.number, customer: quote.customerName,
        customerLink: "/crm/customers/\(quote.customerID)",
        opportunityLink: "/crm/opportunities/\(quote.opportunityID)", chainLink: chainLink(quote.chain),
        order: quote.orderNumber, orderLink: quote.orderID.map { "/crm/orders/\($0)" },
        versions: quote.versions.map { column($0, call) }, products: compare(quote.versions, call),
        counterOffers: quote.counterOffers.map {
            .init(
                saidOf: versionNumber(quote.number, $0.version), said: $0.text,
                saidOffer: $0.offer.map { call.format($0) }, saidAt: call.format($0.recordedAt))
        },
        open: owns && !quote.closed ? quote.versions.compactMap(actions) : [], mayRevise: owns && !quote.closed,
        mayDecline: owns && quote.versions.contains { $0.state.isOpen } && !quote.closed,
        requestedDate: BusinessDate.today.adding(days: 14).description)
}

private func column(_ version: QuoteVersionDetail, _ call: Call) -> QuotePage.Version {
    let outcome = version.approvalOutcome.map { call.text("outcome_\($0.rawValue)") }
    return QuotePage.Version(
        versionNumber: "R\(version.version)",
        versionState: Badge(version.expired ? "expired" : version.state.rawValue, call),
        validUntil: call.format(version.validUntil), net: call.format(version.net), tax: call.format(version.tax),
        total: call.format(version.total), remark: version.note,
        decision: outcome.map { [$0, version.approvalComment].compactMap(\.self).joined(separator: ": ") })
}

private func actions(_ version: QuoteVersionDetail) -> QuotePage.Open? {
    let answered = version.submittedAt != nil && version.state != .inApproval
    guard version.state == .draft || version.state == .sent else { return nil }
    return QuotePage.Open(
        version: version.version, openNumber: version.number, maySubmit: version.state == .draft,
        needsApproval: version.needsApproval,
        mayAccept: version.state == .sent && !version.expired, mayCounter: answered)
}
