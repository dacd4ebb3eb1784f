import CrashPoints
import EventContracts
import Foundation
import Kernel
import Postgres

// What cannot be applied when it comes: put aside with its cause, in the database, where it keeps its place.
extension Inbox {
    /// Puts events aside behind one that is missing or failed, and notes the hole.
    func keepWaiting(_ arrivals: [Arrival], standings: [Stream: Int64], _ transaction: PostgresTransaction) throws {
        for arrival in arrivals {
            try insert(arrival, state: "waiting", attempts: 0, after: 0, error: nil, cause: nil, transaction)
            guard arrival.sequence > (standings[arrival.stream] ?? 0) + 1 else { continue }
            noteGap(arrival.stream, through: arrival.sequence - 1, transaction)
        }
    }

    private func noteGap(_ stream: Stream, through last: Int64, _ transaction: PostgresTransaction) {
        transaction.write(
            """
            insert into msg_gap as g (aggregate_type, aggregate_id, part, missing_through)
            values (\(stream.type), \(stream.id), \(stream.part), \(last))
            on conflict (aggregate_type, aggregate_id) do update
            set missing_through = greatest(g.missing_through, excluded.missing_through)
            """)
    }

    private func insert(
        _ arrival: Arrival, state: String, attempts: Int, after seconds: Double, error: String?, cause: String?,
        _ transaction: PostgresTransaction
    ) throws {
        let envelope = arrival.envelope
        transaction.write(
            """
            insert into msg_inbox (state, part, aggregate_type, aggregate_id, sequence, event_id, type, version,
                envelope, body, attempts, next_attempt_at, error, cause)
            values (\(state), \(arrival.stream.part), \(envelope.aggregateType), \(envelope.aggregateID),
                \(envelope.sequence), \(envelope.id), \(envelope.type), \(envelope.version),
                \(try KeptEvent.text(envelope))::jsonb, \(Data(arrival.body)), \(attempts),
                clock_timestamp() + make_interval(secs => \(seconds)::float8), \(error), \(cause))
            on conflict (aggregate_type, aggregate_id, sequence) do nothing
            """)
    }

    /// Keeps an event that could not be applied, with its cause; what follows in its stream waits behind it.
    func keep(_ arrival: Arrival, _ setback: Setback) async throws {
        try await database.transaction { transaction in
            let standing = try await standings([arrival.stream], transaction)[arrival.stream]
            guard arrival.sequence > standing?.position ?? 0 else { return }
            switch setback {
            case .notYet(let reason):
                try insert(
                    arrival, state: "not_yet", attempts: 0, after: Backoff.seconds(notYet: 0), error: reason,
                    cause: nil, transaction)
            case .retry(let reason):
                try insert(
                    arrival, state: "retry", attempts: 1, after: Backoff.seconds(after: 1), error: reason,
                    cause: "handler", transaction)
            case .park(let cause, let reason):
                try insert(
                    arrival, state: "parked", attempts: 1, after: 0, error: reason, cause: cause, transaction)
            }
            transaction.write("delete from msg_attempt where event_id = \(arrival.envelope.id)")
            crashPoint(.parking)
        }
    }

    /// Parks what has no envelope to speak of.
    func park(undecodable body: [UInt8], part: Int, headers: String, cause: String, reason: String) async throws {
        try await database.execute(
            """
            insert into msg_inbox (state, part, envelope, body, error, cause)
            values ('parked', \(part), \(headers)::jsonb, \(Data(body)), \(reason), \(cause))
            """)
    }

    /// Counts an attempt before it is made, unless so many were.
    /// - Returns: how many were made before and never finished.
    func beginAttempt(_ event: UUID, unlessBegun limit: Int) async throws -> Int {
        try await database.one(
            """
            with before as (
                select coalesce((select attempts from msg_attempt where event_id = \(event)), 0) as attempts
            ), begun as (
                insert into msg_attempt as a (event_id, attempts)
                select \(event)::uuid, 1 from before where attempts < \(limit)
                on conflict (event_id) do update set attempts = a.attempts + 1, last_at = clock_timestamp()
            )
            select attempts from before
            """, as: Int.self)
    }
}
