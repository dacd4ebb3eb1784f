import EventContracts
import Foundation
import Postgres

/// A row of the log, as it is sent.
struct LoggedEvent: Decodable, Sendable {
    let id: Int64
    let day: String
    let eventID: UUID
    let part: Int
    let aggregateType: String
    let aggregateID: UUID
    let sequence: Int64
    let type: String
    let version: Int
    let label: String?
    let chain: UUID
    let cause: UUID?
    let actor: String?
    let traceparent: String?
    let recordedAt: Date
    let body: String

    var envelope: Envelope {
        Envelope(
            id: eventID, type: type, version: version, publisher: EventName(type: type, version: version).publisher,
            time: recordedAt, aggregateType: aggregateType, aggregateID: aggregateID, label: label, sequence: sequence,
            chain: chain, cause: cause, actor: actor, traceparent: traceparent)
    }

    static let columns: SQL = """
        e.id, e.day::text as day, e.event_id, e.part, e.aggregate_type, e.aggregate_id, e.sequence, e.type, e.version,
        e.label, e.chain, e.cause, e.actor, e.traceparent, e.recorded_at, e.body
        """
}

/// An aggregate with the number of its last event.
struct Head: Codable, Sendable, Hashable {
    var id: UUID
    var sequence: Int64
}

/// What the publishing side reads of its own log.
struct LogReader: Sendable {
    private static let firstID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    let database: PostgresPool

    /// The oldest unsent events of these partitions, without those in flight and those of aggregates held back.
    func unsent(partitions: [Int], inFlight: [Int64], held: [UUID], limit: Int) async throws -> [LoggedEvent] {
        try await database.all(
            """
            select \(LoggedEvent.columns)
            from (
                select id, day from msg_unsent where part = any(\(partitions)::smallint[])
                and id <> all(\(inFlight)::bigint[])
                and aggregate_id <> all(\(held)::uuid[]) order by id limit \(limit)
            ) u join msg_event e on e.id = u.id and e.day = u.day
            order by e.id
            """)
    }

    func confirm(_ ids: [Int64]) async throws {
        try await database.execute("delete from msg_unsent where id = any(\(ids)::bigint[])")
    }

    /// Part of one aggregate's stream, for a consumer that misses it.
    func stream(_ type: String, _ id: UUID, from first: Int64, through last: Int64) async throws -> [LoggedEvent] {
        try await database.all(
            """
            select \(LoggedEvent.columns) from msg_event e
            where e.aggregate_id = \(id) and e.aggregate_type = \(type) and e.sequence between \(first) and \(last)
            order by e.sequence limit 1000
            """)
    }

    /// Whether so much is unsent that heads can wait: what is to come tells of itself.
    func isBackloggedBeyond(_ limit: Int) async throws -> Bool {
        try await database.one(
            "select count(*) > \(limit)::bigint from (select from msg_unsent limit \(limit + 1)) u", as: Bool.self)
    }

    /// Aggregates that changed lately and whose events the broker has.
    func changedHeads(partitions: [Int], between older: Double, and newer: Double) async throws -> [HeadRow] {
        try await database.all(
            """
            select a.type, a.id, a.part, a.sequence from msg_aggregate a
            where a.changed_at between clock_timestamp() - make_interval(secs => \(older)::float8)
                                   and clock_timestamp() - make_interval(secs => \(newer)::float8)
            and a.part = any(\(partitions)::smallint[])
            and not exists (select from msg_unsent u where u.part = a.part and u.aggregate_id = a.id)
            limit 20000
            """)
    }

    /// The next aggregates behind one, in the order of types and ids, of those whose events the broker has.
    func sentHeads(partitions: [Int], after last: HeadRow?, limit: Int) async throws -> [HeadRow] {
        try await database.all(
            """
            select a.type, a.id, a.part, a.sequence from msg_aggregate a
            where (a.type, a.id) > (\(last?.type ?? ""), \(last?.id ?? Self.firstID))
            and a.part = any(\(partitions)::smallint[])
            and not exists (select from msg_unsent u where u.part = a.part and u.aggregate_id = a.id)
            order by a.type, a.id limit \(limit)
            """)
    }

    /// All aggregates of a type after `id`, in pages, to tell a new follower what there is.
    func heads(of type: String, after id: UUID?, limit: Int) async throws -> [HeadRow] {
        try await database.all(
            """
            select type, id, part, sequence from msg_aggregate
            where type = \(type) and id > \(id ?? Self.firstID) order by id limit \(limit)
            """)
    }
}

struct HeadRow: Decodable, Sendable {
    let type: String
    let id: UUID
    let part: Int
    let sequence: Int64
}
