import CrashPoints
import EventContracts
import Foundation
import Kernel
import Logging
import Metrics
import Postgres

/// Applies events exactly once and in order: the effect, the receipt (the stream's position) and what is emitted commit
/// together. What cannot be applied now is kept in the database, in the same way.
struct Inbox: Sendable {
    let database: PostgresPool
    let subscriptions: Subscriptions
    let service: String
    let wakeRelay: @Sendable () -> Void

    /// Where a stream stands: the last event applied, and whether any are kept for later.
    private struct Standing: Decodable, Sendable {
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
    }

    /// True when the event's handlers all write rows of their own aggregate only.
    func isBatchable(_ arrival: Arrival) -> Bool {
        subscriptions.handlers(of: arrival.envelope.name)?.allSatisfy { $0.touching == .own } ?? false
    }

    /// Applies the events in one transaction.
    /// - Parameter attempted: an event whose attempt row goes with it.
    /// - Throws: what a handler threw; then nothing has happened.
    func apply(_ arrivals: [Arrival], attempted: UUID? = nil) async throws -> Leftovers {
        let (leftovers, emitted) = try await database.transaction { transaction in
            var standings = try await standings(Array(Set(arrivals.map(\.stream))), transaction)
            let before = standings
            var kept: [Arrival] = []
            var emitted: [EventTransaction.Emitted] = []
            for arrival in arrivals {
                guard var standing = standings[arrival.stream], arrival.sequence > standing.position else {
                    Counter(label: "qiao_inbox_duplicates_total").increment()
                    continue
                }
                guard arrival.sequence == standing.position + 1, !standing.pending else {
                    standing.pending = true
                    standings[arrival.stream] = standing
                    kept.append(arrival)
                    continue
                }
                emitted += try await handle(arrival, transaction)
                standing.position = arrival.sequence
                standings[arrival.stream] = standing
            }
            let moved = standings.filter { $0.value.position != before[$0.key]?.position }
            try await move(moved.mapValues(\.position), from: before.mapValues(\.position), transaction)
            try await keep(kept, standings: standings.mapValues(\.position), transaction)
            if let attempted { transaction.atCommit("delete from msg_attempt where event_id = \(attempted)") }
            if !emitted.isEmpty { transaction.atCommit(Outbox.insert(emitted)) }
            let released = Set(kept.map(\.stream)).union(moved.keys.filter { before[$0]?.pending == true })
            return (Leftovers(released: Array(released), kept: !kept.isEmpty), !emitted.isEmpty)
        }
        if emitted { wakeRelay() }
        return leftovers
    }

    /// Runs the handlers of one event.
    private func handle(_ arrival: Arrival, _ transaction: PostgresTransaction) async throws -> [EventTransaction
        .Emitted]
    {
        guard let handlers = subscriptions.handlers(of: arrival.envelope.name) else {
            throw UnknownType(name: arrival.envelope.name)
        }
        guard !handlers.isEmpty else { return [] }
        let events = EventTransaction(transaction, origin: Origin(of: arrival.envelope, service: service))
        for handler in handlers { try await handler.apply(arrival.envelope, arrival.body, events) }
        Counter(label: "messaging_process_messages_total").increment()
        return try events.emitted()
    }

    private func standings(_ streams: [Stream], _ transaction: PostgresTransaction) async throws -> [Stream: Standing] {
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

    /// Moves positions, each only from where it was seen: two owners of one lane cannot both succeed.
    private func move(
        _ streams: [Stream: Int64], from before: [Stream: Int64], _ transaction: PostgresTransaction
    ) async throws {
        guard !streams.isEmpty else { return }
        let sorted = streams.sorted { ($0.key.type, $0.key.id.uuidString) < ($1.key.type, $1.key.id.uuidString) }
        let moved = try await transaction.execute(
            """
            insert into msg_position as p (aggregate_type, aggregate_id, part, sequence)
            select type, id, part, sequence from unnest(
                \(sorted.map(\.key.type))::text[], \(sorted.map(\.key.id))::uuid[],
                \(sorted.map(\.key.part))::smallint[], \(sorted.map(\.value))::bigint[]) as k(type, id, part, sequence)
            on conflict (aggregate_type, aggregate_id) do update set sequence = excluded.sequence
            where p.sequence = any (
                select b.sequence from unnest(\(sorted.map(\.key.id))::uuid[],
                    \(sorted.map { before[$0.key] ?? 0 })::bigint[]) as b(id, sequence)
                where b.id = p.aggregate_id)
            """)
        guard moved == sorted.count else { throw PositionMoved() }
    }

    /// Puts events aside behind one that is missing or failed, and notes the hole.
    private func keep(
        _ arrivals: [Arrival], standings: [Stream: Int64], _ transaction: PostgresTransaction
    ) async throws {
        for arrival in arrivals {
            try await insert(arrival, state: "waiting", attempts: 0, after: 0, error: nil, cause: nil, transaction)
            guard arrival.sequence > (standings[arrival.stream] ?? 0) + 1 else { continue }
            try await noteGap(arrival.stream, through: arrival.sequence - 1, transaction)
        }
    }

    private func noteGap(_ stream: Stream, through last: Int64, _ transaction: PostgresTransaction) async throws {
        try await transaction.execute(
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
    ) async throws {
        let envelope = arrival.envelope
        try await transaction.execute(
            """
            insert into msg_inbox (state, part, aggregate_type, aggregate_id, sequence, event_id, type, version,
                envelope, body, attempts, next_attempt_at, error, cause)
            values (\(state), \(arrival.stream.part), \(envelope.aggregateType), \(envelope.aggregateID),
                \(envelope.sequence), \(envelope.id), \(envelope.type), \(envelope.version),
                \(try InboxRow.text(envelope))::jsonb, \(Data(arrival.body)), \(attempts),
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
                try await insert(
                    arrival, state: "not_yet", attempts: 0, after: Backoff.seconds(notYet: 0), error: reason,
                    cause: nil, transaction)
            case .retry(let reason):
                try await insert(
                    arrival, state: "retry", attempts: 1, after: Backoff.seconds(after: 1), error: reason,
                    cause: "handler", transaction)
            case .park(let cause, let reason):
                try await insert(
                    arrival, state: "parked", attempts: 1, after: 0, error: reason, cause: cause, transaction)
            }
            try await transaction.execute("delete from msg_attempt where event_id = \(arrival.envelope.id)")
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

    /// Counts an attempt before it is made.
    /// - Returns: how many were made before and never finished.
    func beginAttempt(_ event: UUID) async throws -> Int {
        try await database.one(
            """
            insert into msg_attempt as a (event_id, attempts) values (\(event), 1)
            on conflict (event_id) do update set attempts = a.attempts + 1, last_at = clock_timestamp()
            returning attempts
            """, as: Int.self) - 1
    }

    // MARK: what was kept

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

    /// Streams whose next event is kept as waiting, behind nothing.
    func orphanedStreams(partitions: [Int]) async throws -> [Stream] {
        let rows: [StreamRow] = try await database.all(
            """
            select i.aggregate_type, i.aggregate_id from msg_inbox i
            left join msg_position p on p.aggregate_type = i.aggregate_type and p.aggregate_id = i.aggregate_id
            where i.part = any(\(partitions)::smallint[]) and i.state = 'waiting'
            and i.sequence = coalesce(p.sequence, 0) + 1 limit 200
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
            let emitted = try await database.transaction { transaction in
                let emitted = try await handle(row.arrival(), transaction)
                try await move([stream: row.sequence], from: [stream: row.sequence - 1], transaction)
                try await transaction.execute("delete from msg_inbox where id = \(row.id)")
                crashPoint(.replaying)
                if !emitted.isEmpty { transaction.atCommit(Outbox.insert(emitted)) }
                return !emitted.isEmpty
            }
            if emitted { wakeRelay() }
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

    private func nextRow(of stream: Stream) async throws -> InboxRow? {
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

    private func record(_ setback: Setback, of row: InboxRow) async throws {
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
        _ row: InboxRow, state: String, attempts: Int, after seconds: Double, error: String, cause: String?
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

/// Another owner of the lane was faster: the transaction is rolled back and the event looked at anew.
struct PositionMoved: Error {}

private struct StreamRow: Decodable, Sendable {
    let aggregateType: String
    let aggregateID: UUID
    var stream: Stream { Stream(type: aggregateType, id: aggregateID) }
}

/// A kept event as it is read back.
private struct InboxRow: Decodable, Sendable {
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
