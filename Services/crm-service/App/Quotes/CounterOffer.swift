import CRMDomain
import CRMEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What the customer said to a version: kept for good, whatever comes of it.
struct RecordCounterOffer: Codable, Sendable {
    /// The quote.
    var id: QuoteID
    var version: Int
    var text: String
    /// What the customer would pay in all, when they named a sum.
    var offer: Money?
}

struct CounterOfferRecorded: Codable, Sendable {
    var id: QuoteID
    var counterOfferID: UUID
}

func recordCounterOffer(_ input: RecordCounterOffer, _ call: CommandCall) async throws -> CounterOfferRecorded {
    let (tx, person) = (call.tx, try call.signedIn())
    let locked = try await call.ownQuote(input.id)
    let quote = locked.quote
    let version = try locked.version(input.version)
    guard version.submittedAt != nil, version.state != .inApproval else {
        throw Problem.conflict("the customer has not seen version \(input.version)")
    }
    guard let text = input.text.meaningful else { throw Problem.invalid(field: "text", "must not be empty") }
    guard input.offer.map({ $0.currency == .company && !$0.isNegative && $0 <= largestAmount }) ?? true else {
        throw Problem.invalid(field: "offer", "must be an amount of the company's currency, zero or more")
    }
    let id = UUID.timeOrdered()
    tx.write(
        """
        insert into counter_offer (counter_offer_id, quote_id, version, text, offer, recorded_by)
        values (\(id), \(input.id), \(input.version), \(text), \(input.offer), \(person.staffID))
        """)
    let number = versionNumber(quote.number, input.version)
    tx.emit(
        QuoteCountered(
            quoteID: input.id, number: number, version: input.version, offer: input.offer, text: text))
    try await tx.record(
        "crm.quote.countered", of: .quote, input.id.rawValue, number: number, detail: text, amount: input.offer)
    let opportunity = try await tx.opportunity(quote.opportunityID)
    try await tx.move(opportunity, to: opportunity.stage.advanced(to: .negotiation))
    return CounterOfferRecorded(id: input.id, counterOfferID: id)
}
