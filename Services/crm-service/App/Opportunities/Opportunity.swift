import CRMDomain
import Foundation
import JSONSchema
import Kernel
import Messaging
import Postgres
import ServiceRuntime

extension OpportunityStage: PostgresEncodable, PostgresDecodable, SchemaRepresentable {}

/// An opportunity as it is stored.
struct Opportunity: Decodable, Sendable {
    var opportunityID: OpportunityID
    var number: String
    var title: String
    var customerID: CustomerID
    var leadID: LeadID?
    var ownerID: StaffID
    var stage: OpportunityStage
    var lostReason: String?
    var chain: UUID
    var createdAt: Date

    /// - Throws: ``OpportunityError/closed(_:)`` when it is won or lost.
    func mustBeOpen() throws(OpportunityError) {
        guard stage.isOpen else { throw .closed(stage) }
    }
}

extension CommandCall {
    /// Locks an opportunity that the person may change.
    /// - Throws: ``Problem`` 404 when they may not even read it, 403 when it is not theirs.
    func ownOpportunity(_ id: OpportunityID) async throws -> Opportunity {
        let opportunity = try await tx.opportunity(id, if: try reads())
        try signedIn().mustOwn("opportunity", of: opportunity.ownerID)
        return opportunity
    }
}

extension EventTransaction {
    /// Locks an opportunity for a change; what is emitted continues its chain.
    /// - Throws: ``Problem`` 404.
    func opportunity(_ id: OpportunityID, if visible: SQL = "true") async throws -> Opportunity {
        let query: SQL = "select * from opportunity where opportunity_id = \(id) and \(visible) for no key update"
        guard let opportunity: Opportunity = try await first(query) else { throw Problem.notFound("opportunity", id) }
        join(chain: opportunity.chain)
        return opportunity
    }

    /// Opens an opportunity in the transaction's chain.
    func openOpportunity(title: String, customer: CustomerID, lead: LeadID?, owner: StaffID) async throws
        -> OpportunityID
    {
        let id = OpportunityID()
        let number = try await documentNumber("OP", self)
        try await execute(
            """
            insert into opportunity (opportunity_id, number, title, customer_id, lead_id, owner_id, stage, chain)
            values (\(id), \(number), \(title), \(customer), \(lead), \(owner), \(OpportunityStage.qualification),
                \(chain))
            """)
        try await enter(.qualification, id, number: number, note: nil)
        return id
    }

    /// Moves an opportunity to another stage and keeps when it entered it.
    func move(_ opportunity: Opportunity, to stage: OpportunityStage, note: String? = nil) async throws {
        guard stage != opportunity.stage else { return }
        try await execute(
            """
            update opportunity set stage = \(stage), lost_reason = \(stage == .lost ? note : nil)
            where opportunity_id = \(opportunity.opportunityID)
            """)
        try await enter(stage, opportunity.opportunityID, number: opportunity.number, note: note)
    }

    private func enter(_ stage: OpportunityStage, _ id: OpportunityID, number: String, note: String?) async throws {
        try await execute(
            """
            insert into opportunity_stage (opportunity_id, stage, actor, note)
            values (\(id), \(stage), \(actor), \(note))
            """)
        let detail = [stage.rawValue, note].compactMap(\.self).joined(separator: ": ")
        try await record("crm.opportunity.stage", of: .opportunity, id.rawValue, number: number, detail: detail)
    }
}
