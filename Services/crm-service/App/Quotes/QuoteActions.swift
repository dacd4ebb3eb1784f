import CRMDomain
import EventContracts
import Kernel
import ServiceRuntime

/// What the owner can do with a quote: the newest version that waits comes first.
func quoteActions(_ quote: QuoteDetail, _ person: Person, _ call: Call) -> [DocumentAction?] {
    let owns = (quote.ownerID == person.staffID && Access.selling.admits(person)) || person.has(.salesManager)
    guard owns, !quote.closed else { return [] }
    let path = "/crm/api/quotes/\(quote.id)"
    let isOpen = quote.versions.contains { $0.state.isOpen }
    return quote.versions.reversed().flatMap { actions(of: $0, path, call) } + [
        .link("quote_new_version", to: "/crm/quotes/\(quote.id)/versions/new"),
        isOpen ? .form("quote_decline", to: "\(path)/decline", weight: .danger) : nil,
    ]
}

private func actions(of version: QuoteVersionDetail, _ path: String, _ call: Call) -> [DocumentAction?] {
    let which = [(name: "version", value: "\(version.version)")]
    switch version.state {
    case .draft:
        return [
            .form(
                version.needsApproval ? "quote_submit_for_approval" : "quote_submit", to: "\(path)/submit",
                weight: .primary, hidden: which, note: "\(version.number): \(call.text("quote_submit_help"))")
        ]
    case .sent:
        return [
            version.expired
                ? nil
                : .form(
                    "quote_accept", to: "\(path)/accept",
                    [
                        .day(
                            "requestedDate", "order_requested",
                            value: BusinessDate.today.adding(days: 14).description)
                    ], hidden: which, note: version.number),
            .form(
                "quote_counter_record", to: "\(path)/counter-offers",
                [
                    .area("text", "quote_counter_text", isRequired: true),
                    .money("offer", "quote_counter_offer"),
                ], hidden: which, note: version.number),
        ]
    case .inApproval, .rejected, .superseded, .accepted, .declined: return []
    }
}
