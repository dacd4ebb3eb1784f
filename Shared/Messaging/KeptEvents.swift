import CrashPoints
import EventContracts
import Foundation
import Kernel
import Postgres

// What was kept: tried again when it is due, or when the event before it has come.
extension Inbox {
    /// Streams with an event that is due for another attempt.
    func dueStreams(partitions: [Int]) async throws -> [Stream] {
        let rows: [StreamRow] = try await database.all(
            """
            select distinct aggregate_type, aggregate_id from msg_inbox
            where part = any(\(partitions)::smallint[]) and state in ('not_yet', 'retry')
            and next_attempt_at <= clock_timestamp() limit 200
            """)
        return rows.map(\.stream)
    }

    /// Whether anything in these partitions waits for an attempt or a missing event.
    func hasUnfinished(partitions: [Int]) async throws -> Bool {
        try await database.one(
            """
            select exists (select from msg_inbox where part = any(\(partitions)::smallint[]) and state in ('not_yet', 'retry'))
                or exists (select from msg_gap where part = any(\(partitions)::smallint[]))
            """, as: Bool.self)
    }

    /// Applies the next kept event of a stream if there is one and it may be tried.
    /// - Returns: whether one was applied, so that the one behind it may be next.
    func applyNext(of stream: Stream) async throws -> Bool {
        guard let row = try await nextRow(of: stream) else { return false }
        do {
            let arrival = try row.arrival()
            let emitted = try await database.transaction { transaction in
                let emitted = try await handle([arrival], transaction)
                try await PositionMoves([stream: row.sequence], from: [stream: row.sequence - 1]).make(transaction)
                try await transaction.execute("delete from msg_inbox where id = \(row.id)")
                crashPoint(.replaying)
                if !emitted.isEmpty { transaction.atCommit(Outbox.insert(emitted)) }
                return !emitted.isEmpty
            }
            committed({ Changes.Touched([arrival.envelope]) }, emitted)
            return true
        } catch let error as PostgresError where error.isOutage {
            throw error
        } catch is PositionMoved {
            return false
        } catch {
            try await record(Setback(error), of: row)
            return false
        }
    }

    private func nextRow(of stream: Stream) async throws -> KeptEvent? {
        try await database.first(
            """
            with position as (
                select coalesce(max(sequence), 0) as at from msg_position
                where aggregate_type = \(stream.type) and aggregate_id = \(stream.id)
            ), passed as (
                delete from msg_inbox where aggregate_type = \(stream.type) and aggregate_id = \(stream.id)
                and sequence <= (select at from position)
            )
            select id, sequence, attempts, state, envelope, body from msg_inbox
            where aggregate_type = \(stream.type) and aggregate_id = \(stream.id)
            and sequence = (select at + 1 from position)
            and (state = 'waiting' or (state in ('not_yet', 'retry') and next_attempt_at <= clock_timestamp()))
            """)
    }

    private func record(_ setback: Setback, of row: KeptEvent) async throws {
        switch setback {
        case .notYet(let reason):
            let looks = row.state == "not_yet" ? row.attempts + 1 : 1
            try await update(
                row, state: "not_yet", attempts: looks, after: Backoff.seconds(notYet: looks), error: reason, cause: nil
            )
        case .retry(let reason):
            let attempts = row.state == "retry" ? row.attempts + 1 : 1
            let spent = attempts >= Backoff.attempts
            try await update(
                row, state: spent ? "parked" : "retry", attempts: attempts, after: Backoff.seconds(after: attempts),
                error: reason, cause: "handler")
        case .park(let cause, let reason):
            try await update(row, state: "parked", attempts: row.attempts + 1, after: 0, error: reason, cause: cause)
        }
    }

    private func update(
        _ row: KeptEvent, state: String, attempts: Int, after seconds: Double, error: String, cause: String?
    ) async throws {
        try await database.execute(
            """
            update msg_inbox set state = \(state), attempts = \(attempts), error = \(error), cause = \(cause),
                next_attempt_at = clock_timestamp() + make_interval(secs => \(seconds)::float8)
            where id = \(row.id)
            """)
    }

    /// Types that were unknown when they came and are known to this build get another chance.
    func retryUnknownTypes() async throws {
        let names = subscriptions.knownNames
        try await database.execute(
            """
            update msg_inbox set state = 'retry', attempts = 0, next_attempt_at = clock_timestamp()
            where state = 'parked' and cause = 'unknown_type' and (type, version) in (
                select * from unnest(\(names.map(\.type))::text[], \(names.map(\.version))::int[]))
            """)
    }
}

private struct StreamRow: Decodable, Sendable {
    let aggregateType: String
    let aggregateID: UUID
    var stream: Stream { Stream(type: aggregateType, id: aggregateID) }
}

/// A kept event as it is read back.
struct KeptEvent: Decodable, Sendable {
    let id: Int64
    let sequence: Int64
    let attempts: Int
    let state: String
    let envelope: String
    let body: Data

    func arrival() throws -> Arrival {
        Arrival(envelope: try WireJSON.decode(Envelope.self, from: Data(envelope.utf8)), body: Array(body))
    }
    static func text(_ envelope: Envelope) throws -> String {
        String(decoding: try WireJSON.encode(envelope), as: UTF8.self)
    }
}
