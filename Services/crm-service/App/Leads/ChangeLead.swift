import CRMDomain
import Foundation
import Kernel
import Messaging
import ServiceRuntime

/// The salesperson keeps the lead's state current.
struct ChangeLead: Codable, Sendable {
    var id: LeadID
    var state: LeadState
    var note: String?
}

struct LeadStateResult: Codable, Sendable {
    var id: LeadID
    var state: LeadState
}

func changeLead(_ input: ChangeLead, _ call: CommandCall) async throws -> LeadStateResult {
    let lead = try await call.ownLead(input.id)
    let state = try lead.state.set(to: input.state)
    try await call.tx.set(lead, to: state, note: input.note?.meaningful)
    return LeadStateResult(id: lead.leadID, state: state)
}
