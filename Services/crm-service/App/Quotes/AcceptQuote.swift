import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// The customer accepts a version: it becomes an order that ERP takes over by itself.
struct AcceptQuote: Codable, Sendable {
    /// The quote.
    var id: QuoteID
    var version: Int
    /// When the customer wants the goods; two weeks from now when absent.
    var requestedDate: BusinessDate?
}

struct QuoteAcceptedResult: Codable, Sendable {
    var orderID: OrderID
    var orderNumber: String
}

func acceptQuote(_ input: AcceptQuote, _ call: CommandCall) async throws -> QuoteAcceptedResult {
    let tx = call.tx
    // The quote's row lock lets one acceptance through; the unique index on the order's quote stands behind it.
    let locked = try await call.ownQuote(input.id)
    let version = try locked.version(input.version)
    let content = try locked.content(input.version)
    try Acceptance(
        state: version.state, validUntil: version.validUntil, contentHash: content.hash,
        agreedHash: version.requestID == nil ? version.contentHash : version.approvedHash
    ).check(on: .today)
    guard input.requestedDate.map({ $0 >= .today }) ?? true else {
        throw Problem.invalid(field: "requestedDate", "must not be before today")
    }
    var rules = locked.rules
    try rules.accept(input.version)
    let opportunity = try await tx.opportunity(locked.quote.opportunityID)
    try opportunity.mustBeOpen()
    try await tx.save(rules, of: locked)
    let order = try await tx.confirmOrder(
        from: locked, version, requested: input.requestedDate ?? BusinessDate.today.adding(days: 14))
    let number = versionNumber(locked.quote.number, input.version)
    tx.emit(
        QuoteAccepted(quoteID: input.id, number: number, version: input.version, orderID: order.orderID))
    try await tx.record(
        "crm.quote.accepted", of: .quote, input.id.rawValue, number: number, detail: order.orderNumber,
        amount: version.total)
    try await tx.move(opportunity, to: try opportunity.stage.after(.win))
    return order
}

/// The customer declines: every open version of the quote is closed.
struct DeclineQuote: Codable, Sendable {
    /// The quote.
    var id: QuoteID
    var reason: String?
}

struct QuotePath: Codable, Sendable {
    var id: QuoteID
}

func declineQuote(_ input: DeclineQuote, _ call: CommandCall) async throws -> QuotePath {
    let locked = try await call.ownQuote(input.id)
    var rules = locked.rules
    try rules.decline()
    try await call.tx.save(rules, of: locked)
    try await call.tx.record(
        "crm.quote.declined", of: .quote, input.id.rawValue, number: locked.quote.number,
        detail: input.reason?.meaningful)
    return QuotePath(id: input.id)
}
