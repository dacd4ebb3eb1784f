import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// A lead: who it is, how to reach them, and what became of it.
func leadPage(_ input: LeadPath, _ call: Call) async throws -> DocumentPage {
    let (lead, person) = (try await lead(input, call), try call.signedIn())
    let deal = try await dealDocuments(lead: lead.id, call)
    return DocumentPage(
        DocumentView(
            "lead_title", list: "/crm/leads", number: lead.number, name: lead.name, subject: lead.company,
            badges: [Badge(lead.state.rawValue, call)], actions: actions(lead, person, call),
            waiting: lead.state == .converted ? "lead_is_converted" : "document_nothing_to_do",
            facts: [
                DocumentFact("field_phone", lead.phone, link: lead.phone.map { "tel:\($0)" }),
                DocumentFact("field_email", lead.email, link: lead.email.map { "mailto:\($0)" }),
                DocumentFact("lead_position", lead.title),
                DocumentFact(
                    "crm_owner", lead.ownerName ?? call.text(lead.ownerID == nil ? "crm_pool" : "crm_colleague")),
                DocumentFact("lead_source", call.text("source_\(lead.source.rawValue)")),
                DocumentFact("field_note", lead.note),
            ],
            related: deal.related(to: lead.id.rawValue, call), history: history(lead.timeline, of: lead.number, call),
            chain: try await call.chain(lead.chain, of: deal.ids), call))
}

private func actions(_ lead: LeadDetail, _ person: Person, _ call: Call) -> [DocumentAction?] {
    let path = "/crm/api/leads/\(lead.id)"
    let owns = (lead.ownerID == person.staffID && Access.selling.admits(person)) || person.has(.salesManager)
    let convert: DocumentAction? =
        owns && lead.state.next.contains(.converted)
        ? .form(
            "lead_convert", to: "\(path)/convert",
            [.text("title", "opportunity_name", longest: 200, help: call.text("lead_convert_help"))]) : nil
    let states = lead.state.settable
    let change: DocumentAction? =
        owns && !states.isEmpty
        ? .form(
            "lead_set_state", to: "\(path)/state",
            [
                .choice(
                    "state", "field_state",
                    states.map { Choice(value: $0.rawValue, label: call.text("state_\($0.rawValue)")) }),
                .text("note", "field_note", longest: 500),
            ]) : nil
    let claim: DocumentAction? =
        lead.ownerID == nil && Access.selling.admits(person)
        ? .form("lead_claim", to: "\(path)/claim", weight: .primary) : nil
    // Who is qualified is made a customer; before that, what is kept current is the state.
    return lead.state == .qualified ? [claim, convert, change] : [claim, change, convert]
}
