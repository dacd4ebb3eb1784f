import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import PortalEvents
import ServiceRuntime

/// A card left on the company's site becomes a lead in the pool, and a to-do for the sales team.
func inquirySubmitted(_ incoming: Incoming<InquirySubmitted>, _ tx: EventTransaction) async throws {
    let inquiry = incoming.event
    let card = CaptureLead(
        name: inquiry.name.meaningful ?? "?", company: inquiry.company, phone: inquiry.phone, email: inquiry.email,
        source: .web, note: inquiry.message)
    let lead = try await tx.save(card, owner: nil, inquiry: inquiry.inquiryID)
    tx.openTodo(
        CRM.self, id: claimTodo(of: lead.id), role: .sales, titleKey: "todo_claim_lead", subject: inquiry.name,
        link: "/crm/leads/\(lead.id)",
        matter: Matter(party: inquiry.company?.meaningful, reason: inquiry.message.meaningful))
}
