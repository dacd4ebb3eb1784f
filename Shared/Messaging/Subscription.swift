import EventContracts
import Foundation
import Kernel

/// Which rows a handler writes, and so how its events may be applied.
public enum RowsTouched: Sendable {
    /// Only rows keyed by the event's own aggregate: many events may share one transaction.
    case own
    /// Rows that others lock too (stock, budget, ledger): a transaction for each event.
    case shared
}

/// A typed event with what came with it.
public struct Incoming<E: Event>: Sendable {
    public let event: E
    public let envelope: Envelope
}

/// Thrown by a handler that misses something from another aggregate: the event waits without spending attempts.
public struct NotYet: Error, CustomStringConvertible {
    public let description: String
    public init(_ reason: String) { description = reason }
}

/// What one service does when an event arrives.
public struct Subscription: Sendable {
    /// The one event type it handles; nil when it takes every event of its catalogues.
    public let name: EventName?
    /// The aggregate types that it must be bound to.
    let aggregateTypes: Set<String>
    let catalogs: [EventCatalog]
    let touching: RowsTouched
    let apply: @Sendable (Envelope, [UInt8], EventTransaction) async throws -> Void
}

/// Handles one event type. The handler's writes, the events it emits and the receipt commit together.
public func on<E: Event>(
    _ type: E.Type, _ touching: RowsTouched = .shared,
    _ handler: @escaping @Sendable (Incoming<E>, EventTransaction) async throws -> Void
) -> Subscription {
    Subscription(name: E.name, aggregateTypes: [E.name.aggregateType], catalogs: [], touching: touching) {
        envelope, body, transaction in
        let event: E
        do {
            event = try WireJSON.decode(E.self, from: Data(body))
        } catch {
            throw Undecodable(reason: describe(error))
        }
        guard event.aggregate == envelope.aggregateID else {
            throw Undecodable(
                reason: "the body is about \(event.aggregate), the envelope about \(envelope.aggregateID)")
        }
        try await handler(Incoming(event: event, envelope: envelope), transaction)
    }
}

/// Takes the envelope of every event of the catalogues: a history, not the facts. Sensitive aggregates stay with those
/// entitled to their bodies.
public func onEvery(
    of catalogs: [EventCatalog],
    _ handler: @escaping @Sendable (Envelope, EventTransaction) async throws -> Void
) -> Subscription {
    Subscription(
        name: nil, aggregateTypes: Set(catalogs.flatMap { Set($0.aggregateTypes).subtracting($0.sensitive) }),
        catalogs: catalogs, touching: .own
    ) { envelope, _, transaction in
        try await handler(envelope, transaction)
    }
}

/// A body that is not what its type promises: no retry helps.
struct Undecodable: Error {
    let reason: String
}

func describe(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context)?:
        "the field \(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?, .dataCorrupted(let context)?:
        "the field \(path(context.codingPath)) is wrong: \(context.debugDescription)"
    default: String(describing: error)
    }
}

private func path(_ keys: [any CodingKey]) -> String {
    keys.isEmpty ? "(the whole body)" : keys.map(\.stringValue).joined(separator: ".")
}
