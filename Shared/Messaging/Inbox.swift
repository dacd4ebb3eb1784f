import CrashPoints
import EventContracts
import Foundation
import Logging
import Metrics
import Postgres

/// Applies events exactly once and in order: the effect, the receipt (the stream's position) and what is emitted commit
/// together. What cannot be applied now is kept in the database, in the same way.
struct Inbox: Sendable {
    let database: PostgresPool
    let subscriptions: Subscriptions
    let service: String
    /// Is told what was touched, and whether there is something to send.
    let committed: @Sendable (() -> Changes.Touched, _ emitted: Bool) -> Void

    /// Where a stream stands: the last event applied, and whether any are kept for later.
    struct Standing: Decodable, Sendable {
        var position: Int64
        var pending: Bool
    }
    private struct StandingRow: Decodable, Sendable {
        let n: Int
        let position: Int64
        let pending: Bool
    }

    /// What a call of `apply` leaves to do.
    struct Leftovers: Sendable {
        /// Streams whose missing event may have come: their followers can be applied.
        var released: [Stream] = []
        /// Whether anything was put aside.
        var kept = false
        /// Whether every event was the next of its stream.
        var allWereNext = true
    }

    /// True when the event's handlers all write rows of their own aggregate only.
    func isBatchable(_ arrival: Arrival) -> Bool {
        subscriptions.handlers(of: arrival.envelope.name)?.isBatchable ?? false
    }

    /// Applies events that are all taken for the next of their streams, as they nearly always are. Nothing is looked up
    /// before: the statement that moves the positions refuses when one was not, so that all of it is one round trip.
    /// - Throws: that refusal, or what a handler threw; then nothing has happened, and `apply` finds out what is so.
    func applyTakenForNext(_ arrivals: [Arrival]) async throws {
        guard let moves = PositionMoves(takenForNext: arrivals) else { throw PositionMoved() }
        let emitted = try await database.transaction { transaction in
            let emitted = try await handle(arrivals, transaction)
            transaction.write(moves.refusingUnlessAllMove)
            if !emitted.isEmpty { transaction.atCommit(Outbox.insert(emitted)) }
            return !emitted.isEmpty
        }
        committed({ Changes.Touched(arrivals.map(\.envelope)) }, emitted)
    }

    /// Applies the events in one transaction, each if it is the next of its stream.
    /// - Parameter attempted: an event whose attempt row goes with it.
    /// - Throws: what a handler threw; then nothing has happened.
    func apply(_ arrivals: [Arrival], attempted: UUID? = nil) async throws -> Leftovers {
        let (leftovers, emitted) = try await database.transaction { transaction in
            var standings = try await standings(Array(Set(arrivals.map(\.stream))), transaction)
            let before = standings
            var next: [Arrival] = []
            var kept: [Arrival] = []
            var duplicates = 0
            for arrival in arrivals {
                guard var standing = standings[arrival.stream], arrival.sequence > standing.position else {
                    duplicates += 1
                    continue
                }
                guard arrival.sequence == standing.position + 1, !standing.pending else {
                    standing.pending = true
                    standings[arrival.stream] = standing
                    kept.append(arrival)
                    continue
                }
                next.append(arrival)
                standing.position = arrival.sequence
                standings[arrival.stream] = standing
            }
            let emitted = try await handle(next, transaction)
            let moved = standings.filter { $0.value.position != before[$0.key]?.position }
            try await PositionMoves(moved.mapValues(\.position), from: before.mapValues(\.position)).make(transaction)
            try keepWaiting(kept, standings: standings.mapValues(\.position), transaction)
            if let attempted { transaction.atCommit("delete from msg_attempt where event_id = \(attempted)") }
            if !emitted.isEmpty { transaction.atCommit(Outbox.insert(emitted)) }
            if duplicates > 0 { Counter(label: "qiao_inbox_duplicates_total").increment(by: duplicates) }
            let released = Set(kept.map(\.stream)).union(moved.keys.filter { before[$0]?.pending == true })
            let leftovers = Leftovers(
                released: Array(released), kept: !kept.isEmpty, allWereNext: kept.isEmpty && duplicates == 0)
            return (leftovers, !emitted.isEmpty)
        }
        committed({ Changes.Touched(arrivals.map(\.envelope)) }, emitted)
        return leftovers
    }

    /// Runs the handlers of events that are in order.
    /// - Returns: what they emitted.
    func handle(
        _ arrivals: [Arrival], _ transaction: PostgresTransaction
    ) async throws -> [EventTransaction.Emitted] {
        var emitted: [EventTransaction.Emitted] = []
        var together = [[Arrival]](repeating: [], count: subscriptions.many.count)
        for arrival in arrivals {
            guard let handlers = subscriptions.handlers(of: arrival.envelope.name) else {
                throw UnknownType(name: arrival.envelope.name)
            }
            for place in handlers.together { together[place].append(arrival) }
            guard !handlers.single.isEmpty else { continue }
            let events = EventTransaction(transaction, origin: Origin(of: arrival.envelope, service: service))
            for handler in handlers.single { try await handler(arrival, events) }
            emitted += try events.emitted()
        }
        for (handler, arrivals) in zip(subscriptions.many, together) where !arrivals.isEmpty {
            try await handler(arrivals, transaction)
        }
        Counter(label: "messaging_process_messages_total").increment(by: arrivals.count)
        return emitted
    }

    func standings(_ streams: [Stream], _ transaction: PostgresTransaction) async throws -> [Stream: Standing] {
        let rows: [StandingRow] = try await transaction.all(
            """
            select k.n, coalesce(p.sequence, 0) as position, exists (
                select from msg_inbox i where i.aggregate_type = k.type and i.aggregate_id = k.id) as pending
            from unnest(\(streams.map(\.type))::text[], \(streams.map(\.id))::uuid[]) with ordinality as k(type, id, n)
            left join msg_position p on p.aggregate_type = k.type and p.aggregate_id = k.id
            """)
        return Dictionary(
            rows.map { (streams[$0.n - 1], Standing(position: $0.position, pending: $0.pending)) },
            uniquingKeysWith: { first, _ in first })
    }
}
