import CRMEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A lead by its id.
struct LeadPath: Codable, Sendable {
    var id: LeadID
}

/// Takes a lead out of the pool. Of two people who claim it at once, one gets it.
func claimLead(_ input: LeadPath, _ call: CommandCall) async throws -> LeadPath {
    let person = try call.signedIn()
    // A colleague's lead is as good as none; one that a colleague takes at this moment is a conflict.
    let isVisible: Bool = try await call.tx.one(
        "select exists (select from lead where lead_id = \(input.id) and \(try call.reads()))")
    guard isVisible else { throw Problem.notFound("lead", input.id) }
    let claimed = try await call.tx.execute(
        "update lead set owner_id = \(person.staffID) where lead_id = \(input.id) and owner_id is null")
    let lead = try await call.tx.lead(input.id)
    guard claimed == 1 else { throw Problem.conflict("the lead has an owner already") }
    try await call.tx.set(lead, to: lead.state, note: person.name)
    call.tx.closeTodo(CRM.self, claimTodo(of: input.id))
    return input
}

/// The to-do that waits for someone to claim a lead.
func claimTodo(of lead: LeadID) -> UUID { UUID(namespaced: lead.rawValue, "claim") }
