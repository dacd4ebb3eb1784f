import EventContracts
import Foundation
import Kernel
import Postgres

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
    let work: Work

    /// How its handler takes what arrives.
    enum Work: Sendable {
        case one(@Sendable (Arrival, EventTransaction) async throws -> Void)
        /// Those of a batch at once, after all that is done with single ones.
        case many(@Sendable ([Arrival], PostgresTransaction) async throws -> Void)
    }
}

/// Handles one event type. The handler's writes, the events it emits and the receipt commit together.
public func on<E: Event>(
    _ type: E.Type, _ touching: RowsTouched = .shared,
    _ handler: @escaping @Sendable (Incoming<E>, EventTransaction) async throws -> Void
) -> Subscription {
    Subscription(
        name: E.name, aggregateTypes: [E.name.aggregateType], catalogs: [], touching: touching,
        work: .one { arrival, transaction in try await handler(try arrival.incoming(), transaction) })
}

/// Handles the events of one type that have arrived together, for who writes many rows as easily as one: a single
/// statement, say, that takes them as arrays. It is given at least one and at most 128, of each aggregate in order. It
/// touches only rows keyed by the events' own aggregates and emits nothing; its writes and the receipts commit together,
/// and when it fails, it is given the events again, one at a time.
public func onMany<E: Event>(
    _ type: E.Type, _ handler: @escaping @Sendable ([Incoming<E>], PostgresTransaction) async throws -> Void
) -> Subscription {
    Subscription(
        name: E.name, aggregateTypes: [E.name.aggregateType], catalogs: [], touching: .own,
        work: .many { arrivals, transaction in try await handler(try arrivals.map { try $0.incoming() }, transaction) })
}

/// Takes the envelopes of every event of the catalogues, as many as have arrived together: a history, not the facts.
/// Sensitive aggregates stay with those entitled to their bodies.
public func onEvery(
    of catalogs: [EventCatalog],
    _ handler: @escaping @Sendable ([Envelope], PostgresTransaction) async throws -> Void
) -> Subscription {
    Subscription(
        name: nil, aggregateTypes: Set(catalogs.flatMap { Set($0.aggregateTypes).subtracting($0.sensitive) }),
        catalogs: catalogs, touching: .own,
        work: .many { arrivals, transaction in try await handler(arrivals.map(\.envelope), transaction) })
}

extension Arrival {
    /// With its body as the type has it.
    /// - Throws: ``Undecodable``.
    fileprivate func incoming<E: Event>() throws -> Incoming<E> {
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
        return Incoming(event: event, envelope: envelope)
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
