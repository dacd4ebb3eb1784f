import EventContracts
import Foundation
import Kernel

/// What an approval is about: a document here or in another service.
struct Subject: Codable, Sendable {
    /// `oa.trip`, `crm.quote`.
    var type: String
    var id: UUID
    /// The document's number or name.
    var title: String
    /// The document's page.
    var link: String
    /// Why it is asked for.
    var reason: String
    var amount: Money
    /// What it is about in the words of people: whom it is for, when, how much.
    var matter: Matter?
    /// What the document said when approval was asked for; the service that asked compares it with what it says now.
    var contentHash: String?
    /// The request of another service.
    var requestID: UUID?

    static let trip = "oa.trip"

    /// The word for such a document in the keys of texts.
    static func word(for type: String) -> String {
        switch type {
        case trip: "trip"
        case "crm.quote": "quote"
        default: "request"
        }
    }

    /// The to-do title that fits the subject.
    var titleKey: String {
        switch type {
        case Self.trip: "todo_approve_trip"
        case "crm.quote": "todo_approve_quote"
        default: "todo_approve"
        }
    }
}
