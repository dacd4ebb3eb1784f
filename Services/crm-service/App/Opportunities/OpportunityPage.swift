import CRMDomain
import Foundation
import Kernel
import ServiceRuntime

/// An opportunity with its quotes.
func opportunityPage(_ input: OpportunityPath, _ call: Call) async throws -> DocumentPage {
    let (opportunity, person) = (try await opportunity(input, call), try call.signedIn())
    let deal = try await dealDocuments(
        lead: opportunity.leadID, opportunity: opportunity.id, customer: opportunity.customerID, call)
    let others = deal.filter { $0.kind != .quote }
    return DocumentPage(
        DocumentView(
            "opportunity_title", number: opportunity.number, name: opportunity.title,
            badges: [Badge(opportunity.stage.rawValue, call)],
            notices: [
                DocumentNotice(
                    opportunity.lostReason.map { "\(call.text("opportunity_lost_reason")): \($0)" }, colour: "danger")
            ],
            actions: actions(opportunity, person, call),
            facts: [
                DocumentFact(
                    "customer_title", opportunity.customerName,
                    link: deal.contains { $0.kind == .customer && $0.isRead }
                        ? "/crm/customers/\(opportunity.customerID)" : nil),
                DocumentFact("opportunity_chance", percent(opportunity.probability)),
                DocumentFact("crm_owner", opportunity.ownerName ?? call.text("crm_colleague")),
            ],
            tables: [quotes(opportunity, call)], related: others.related(to: opportunity.id.rawValue, call),
            history: history(try await timeline(of: opportunity.id, for: call), of: opportunity.number, call),
            chain: try await call.chain(opportunity.chain, of: deal.ids), call))
}

private func actions(_ opportunity: OpportunityDetail, _ person: Person, _ call: Call) -> [DocumentAction?] {
    let owns = (opportunity.ownerID == person.staffID && Access.selling.admits(person)) || person.has(.salesManager)
    let stages = opportunity.stage.settable
    return [
        owns && opportunity.stage.isOpen
            ? .link("quote_new", to: "/crm/opportunities/\(opportunity.id)/quotes/new", weight: .primary) : nil,
        owns && !stages.isEmpty
            ? .form(
                "opportunity_set_stage", to: "/crm/api/opportunities/\(opportunity.id)/stage",
                [
                    .choice(
                        "stage", "opportunity_stage",
                        stages.map { Choice(value: $0.rawValue, label: call.text("state_\($0.rawValue)")) }),
                    .text("note", "field_note", longest: 500, help: call.text("opportunity_stage_help")),
                ]) : nil,
    ]
}

private func quotes(_ opportunity: OpportunityDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "quotes", "quotes_title",
        [
            .init(call.text("field_number")), .init(call.text("field_state")),
            .init(call.text("field_total"), isNumber: true),
        ],
        opportunity.quotes.map {
            [
                .text(versionNumber($0.number, $0.version), link: "/crm/quotes/\($0.id)"),
                .badge(Badge($0.state.rawValue, call)), .text(call.format($0.total)),
            ]
        }, empty: "opportunity_no_quotes")
}
