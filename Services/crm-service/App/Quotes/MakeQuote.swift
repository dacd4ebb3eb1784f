import CRMDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// The first version of a new quote for an opportunity.
struct MakeQuote: Codable, Sendable {
    /// The opportunity.
    var id: OpportunityID
    /// The last day on which the customer may accept.
    var validUntil: BusinessDate
    var lines: [OfferedLine]
    var note: String?
}

/// A further version of a quote. It takes the former's place when it is submitted, not before.
struct MakeVersion: Codable, Sendable {
    /// The quote.
    var id: QuoteID
    var validUntil: BusinessDate
    var lines: [OfferedLine]
    var note: String?
}

struct VersionMade: Codable, Sendable {
    var id: QuoteID
    var number: String
    var version: Int
    var state: QuoteVersionState
}

func makeQuote(_ input: MakeQuote, _ call: CommandCall) async throws -> VersionMade {
    let (tx, person) = (call.tx, try call.signedIn())
    let opportunity = try await call.ownOpportunity(input.id)
    try opportunity.mustBeOpen()
    let offer = Offer(validUntil: input.validUntil, note: input.note, lines: input.lines)
    let lines = try await tx.price(offer.lines)
    let id = QuoteID()
    let number = try await documentNumber("QU", tx)
    tx.write(
        """
        insert into quote (quote_id, number, opportunity_id, customer_id, owner_id, chain)
        values (\(id), \(number), \(input.id), \(opportunity.customerID), \(opportunity.ownerID), \(opportunity.chain))
        """)
    try await tx.save(
        lines, of: offer, as: 1, of: id, customer: opportunity.customerID, author: person.staffID)
    try await tx.recordDraft(id, number, 1, lines)
    return VersionMade(id: id, number: number, version: 1, state: .draft)
}

func makeVersion(_ input: MakeVersion, _ call: CommandCall) async throws -> VersionMade {
    let (tx, person) = (call.tx, try call.signedIn())
    let locked = try await call.ownQuote(input.id)
    let quote = locked.quote
    guard !locked.rules.isClosed else { throw QuoteError.closed }
    let offer = Offer(validUntil: input.validUntil, note: input.note, lines: input.lines)
    let lines = try await tx.price(offer.lines)
    let version = locked.rules.nextNumber
    try await tx.save(
        lines, of: offer, as: version, of: input.id, customer: quote.customerID, author: person.staffID)
    try await tx.recordDraft(input.id, quote.number, version, lines)
    return VersionMade(id: input.id, number: quote.number, version: version, state: .draft)
}

extension EventTransaction {
    fileprivate func recordDraft(_ id: QuoteID, _ number: String, _ version: Int, _ lines: [PricedLine]) async throws {
        try await record(
            "crm.quote.drafted", of: .quote, id.rawValue, number: versionNumber(number, version),
            amount: DocumentTotals(of: lines.map(\.line)).total)
    }
}
