import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Messaging
import Postgres
import ServiceRuntime

extension LeadState: PostgresEncodable, PostgresDecodable, SchemaRepresentable {}

/// A lead as it is stored.
struct Lead: Decodable, Sendable {
    var leadID: LeadID
    var number: String
    var name: String
    var company: String?
    var title: String?
    var phone: String?
    var email: String?
    var source: LeadSource
    var state: LeadState
    /// Nil: in the pool.
    var ownerID: StaffID?
    var tripID: TripID?
    var note: String?
    var chain: UUID
    var createdAt: Date
}

extension CommandCall {
    /// Locks a lead that the person may change.
    /// - Throws: ``Problem`` 404 when they may not even read it, 403 when it is not theirs.
    func ownLead(_ id: LeadID) async throws -> Lead {
        let lead = try await tx.lead(id, if: try reads())
        try signedIn().mustOwn("lead", of: lead.ownerID)
        return lead
    }
}

extension EventTransaction {
    /// Locks a lead for a change; what is emitted continues its chain.
    /// - Throws: ``Problem`` 404.
    func lead(_ id: LeadID, if visible: SQL = "true") async throws -> Lead {
        let query: SQL = "select * from lead where lead_id = \(id) and \(visible) for no key update"
        guard let lead: Lead = try await first(query) else { throw Problem.notFound("lead", id) }
        join(chain: lead.chain)
        return lead
    }

    /// Sets a lead's state and tells the others.
    func set(_ lead: Lead, to state: LeadState, note: String?) async throws {
        try await execute("update lead set state = \(state) where lead_id = \(lead.leadID)")
        emit(
            LeadChanged(
                leadID: lead.leadID, name: lead.name, state: state.rawValue, note: note, ownerID: lead.ownerID))
        // A conversion has an entry of its own.
        guard state != .converted else { return }
        let detail = [state.rawValue, note].compactMap(\.self).joined(separator: ": ")
        try await record("crm.lead.changed", of: .lead, lead.leadID.rawValue, number: lead.number, detail: detail)
    }
}
