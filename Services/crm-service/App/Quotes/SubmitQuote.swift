import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Submits a version: to the customer, or to an approver first when a line is below its floor price.
struct SubmitQuote: Codable, Sendable {
    var id: QuoteID
    var version: Int
}

struct QuoteStateResult: Codable, Sendable {
    var id: QuoteID
    var version: Int
    var state: QuoteVersionState
}

func submitQuote(_ input: SubmitQuote, _ call: CommandCall) async throws -> QuoteStateResult {
    let (tx, person) = (call.tx, try call.signedIn())
    let locked = try await call.ownQuote(input.id)
    let opportunity = try await tx.opportunity(locked.quote.opportunityID)
    try opportunity.mustBeOpen()
    let content = try locked.content(input.version)
    let breaches = try await tx.floorPrices(of: content.lines.map(\.productID)).breaches(in: content.lines)
    var rules = locked.rules
    try rules.submit(
        input.version, validUntil: content.validUntil, today: .today, needsApproval: !breaches.isEmpty)
    try await tx.save(rules, of: locked)
    try await tx.execute(
        """
        update quote_version set content_hash = \(content.hash), submitted_at = clock_timestamp()
        where quote_id = \(input.id) and version = \(input.version)
        """)
    if breaches.isEmpty {
        try await tx.sent(locked, input.version, opportunity)
    } else {
        try await tx.askApproval(of: breaches, locked, content, applicant: person.staffID)
    }
    return QuoteStateResult(id: input.id, version: input.version, state: breaches.isEmpty ? .sent : .inApproval)
}

extension EventTransaction {
    /// The version is with the customer.
    func sent(_ locked: LockedQuote, _ number: Int, _ opportunity: Opportunity) async throws {
        let (quote, version) = (locked.quote, try locked.version(number))
        emit(
            QuoteSent(
                quoteID: quote.quoteID, number: versionNumber(quote.number, number), version: number,
                customerID: quote.customerID, total: version.total))
        try await record(
            "crm.quote.sent", of: .quote, quote.quoteID.rawValue, number: versionNumber(quote.number, number),
            amount: version.total)
        try await move(opportunity, to: opportunity.stage.advanced(to: .proposal))
    }

    /// The approver decides over exactly this content: the request carries its hash. The floor itself stays here.
    fileprivate func askApproval(
        of breaches: [FloorBreach], _ locked: LockedQuote, _ content: QuoteContent, applicant: StaffID
    ) async throws {
        let (id, request) = (content.quoteID, UUID.timeOrdered())
        let number = versionNumber(locked.quote.number, content.version)
        let lines = locked.lines(content.version).filter { line in
            breaches.contains { $0.line.lineID == line.lineID }
        }
        for (line, breach) in zip(lines, breaches) {
            try await execute(
                """
                insert into quote_floor_breach (quote_id, version, line_no, floor_price)
                values (\(id), \(content.version), \(line.lineNo), \(breach.floor))
                """)
        }
        try await execute(
            """
            update quote_version set request_id = \(request)
            where quote_id = \(id) and version = \(content.version)
            """)
        let matter = Matter(
            asker: applicant, customerID: content.customerID, party: try await customerName(content.customerID),
            amount: content.totals.total, belowFloor: lines.map(\.offered))
        let reason = lines.map { "\($0.sku): \($0.unitPrice) (\($0.listPrice))" }.joined(separator: "; ")
        emit(
            ApprovalRequested(
                requestID: request, subjectType: "crm.quote", subjectID: id.rawValue, subject: number,
                applicantID: applicant, reason: reason, amount: content.totals.total,
                link: "/crm/quotes/\(id)", contentHash: content.hash, matter: matter))
        try await record(
            "crm.quote.approval-requested", of: .quote, id.rawValue, number: number, detail: reason,
            amount: content.totals.total)
    }
}

extension StoredLine {
    /// As whoever approves it is told of it.
    fileprivate var offered: Matter.BelowFloor {
        Matter.BelowFloor(sku: sku, name: name, nameZh: nameZh, unitPrice: unitPrice, listPrice: listPrice)
    }
}
