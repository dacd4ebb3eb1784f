import EventContracts
import Foundation
import JSONSchema
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What an entry of a time line is about.
enum TimelineSubject: String, Codable, Sendable, CaseIterable {
    case trip, lead, customer, opportunity, quote, order
}
extension TimelineSubject: PostgresEncodable, PostgresDecodable, SchemaRepresentable {}

/// One thing that happened on the way from a card to profit. `kind` is the name of the event that reported it.
struct TimelineEntry: Codable, Sendable {
    let at: Date
    let kind: String
    let subjectType: TimelineSubject
    let subjectID: UUID
    let number: String
    let detail: String?
    let amount: Money?
    let actor: String?
}

extension EventTransaction {
    /// Writes what another service reported: the entry is the event, so it is there once.
    func record(
        _ incoming: Incoming<some Event>, of subject: TimelineSubject, _ id: UUID? = nil, detail: String? = nil,
        amount: Money? = nil
    ) async throws {
        let envelope = incoming.envelope
        try await execute(
            """
            insert into timeline_entry (entry_id, at, kind, subject_type, subject_id, number, detail, amount, actor)
            values (\(envelope.id), \(envelope.time), \(envelope.type), \(subject), \(id ?? envelope.aggregateID),
                \(envelope.label ?? ""), \(detail), \(amount), \(envelope.actor))
            """)
    }

    /// Writes what this service did, or what a person did through another service.
    func record(
        _ kind: String, of subject: TimelineSubject, _ id: UUID, number: String, detail: String? = nil,
        amount: Money? = nil, by decider: StaffID? = nil
    ) async throws {
        try await execute(
            """
            insert into timeline_entry (entry_id, at, kind, subject_type, subject_id, number, detail, amount, actor)
            values (\(UUID.timeOrdered()), clock_timestamp(), \(kind), \(subject), \(id), \(number), \(detail),
                \(amount), \(decider.map { "staff:\($0)" } ?? actor))
            """)
    }
}
