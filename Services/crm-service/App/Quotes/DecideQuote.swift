import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import OAEvents
import Postgres
import ServiceRuntime

/// OA decided over a discount. Only the version whose content the approver saw moves: a decision over anything else,
/// or over a version that has been replaced since, changes nothing.
func approvalDecided(_ incoming: Incoming<ApprovalDecided>, _ tx: EventTransaction) async throws {
    let decision = incoming.event
    guard decision.subjectType == "crm.quote" else { return }
    let id = QuoteID(rawValue: decision.subjectID)
    let exists: Bool = try await tx.one("select exists (select from quote where quote_id = \(id))")
    guard exists else { throw NotYet("quote \(id) is not here") }
    let locked = try await tx.quote(id)
    let decided = locked.versions.first {
        $0.requestID != nil && $0.contentHash != nil && $0.contentHash == decision.contentHash
    }
    guard let decided, try locked.content(decided.version).hash == decision.contentHash else {
        return try await tx.record(
            "crm.quote.decision-ignored", of: .quote, id.rawValue, number: locked.quote.number,
            detail: decision.outcome.rawValue)
    }
    tx.write(
        """
        update quote_version set approval_outcome = \(decision.outcome), approval_comment = \(decision.comment),
            approved_hash = \(decision.outcome == .approved ? decision.contentHash : nil)
        where quote_id = \(id) and version = \(decided.version)
        """)
    guard decided.state == .inApproval else { return }
    try await tx.apply(decision, to: locked, decided.version)
}

extension EventTransaction {
    fileprivate func apply(_ decision: ApprovalDecided, to locked: LockedQuote, _ version: Int) async throws {
        let quote = locked.quote
        let number = versionNumber(quote.number, version)
        var rules = locked.rules
        let approved = decision.outcome == .approved
        if approved { try rules.approve(version) } else { try rules.reject(version) }
        try await save(rules, of: locked)
        try await record(
            approved ? "crm.quote.approved" : "crm.quote.rejected", of: .quote, quote.quoteID.rawValue, number: number,
            detail: decision.comment, by: decision.decidedBy)
        if approved {
            try await sent(locked, version, try await opportunity(quote.opportunityID))
        }
        try await tellOwner(of: quote, version, number, decision)
    }

    /// The owner finds the decision in the inbox until the version goes on.
    private func tellOwner(of quote: StoredQuote, _ version: Int, _ number: String, _ decision: ApprovalDecided)
        async throws
    {
        let todo = UUID(namespaced: quote.quoteID, "decided \(version)")
        openTodo(
            CRM.self, id: todo, assignee: quote.ownerID,
            titleKey: decision.outcome == .approved ? "todo_quote_approved" : "todo_quote_rejected", subject: number,
            link: "/crm/quotes/\(quote.quoteID)",
            matter: Matter(
                asker: decision.decidedBy, customerID: quote.customerID,
                party: try await customerName(quote.customerID),
                reason: decision.comment))
        try await execute(
            """
            update quote_version set todo_id = \(todo) where quote_id = \(quote.quoteID) and version = \(version)
            """)
    }
}
