import EventContracts
import Foundation
import Postgres

/// A row of the log, as it is sent.
struct LoggedEvent: Sendable {
    let id: Int64
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

    /// Reads rows of ``columns``; by their places, since every event passes here.
    static func all(_ result: PostgresResult) throws -> [LoggedEvent] {
        try result.rows.map { row in
            LoggedEvent(
                id: try row.get(at: 0), eventID: try row.get(at: 1), part: try row.get(at: 2),
                aggregateType: try row.get(at: 3), aggregateID: try row.get(at: 4), sequence: try row.get(at: 5),
                type: try row.get(at: 6), version: try row.get(at: 7), label: try row.get(at: 8),
                chain: try row.get(at: 9), cause: try row.get(at: 10), actor: try row.get(at: 11),
                traceparent: try row.get(at: 12), recordedAt: try row.get(at: 13), body: try row.get(at: 14))
        }
    }

    static let columns: SQL = """
        e.id, e.event_id, e.part, e.aggregate_type, e.aggregate_id, e.sequence, e.type, e.version,
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
    /// - Parameter confirmed: events that the broker has: they leave the list in the same round trip.
    func unsent(
        besides confirmed: [Int64], partitions: [Int], inFlight: [Int64], held: [UUID], limit: Int
    ) async throws -> [LoggedEvent] {
        // Most rows are newer than all in flight; only the others are looked for among those.
        let newest = inFlight.max() ?? 0
        let read: SQL = """
            select \(LoggedEvent.columns)
            from (
                select id, day from msg_unsent where part = any(\(partitions)::smallint[])
                and (id > \(newest) or id <> all(\(inFlight)::bigint[]))
                and aggregate_id <> all(\(held)::uuid[]) order by id limit \(limit)
            ) u join msg_event e on e.id = u.id and e.day = u.day
            order by e.id
            """
        guard !confirmed.isEmpty else { return try LoggedEvent.all(await database.query(read)) }
        return try LoggedEvent.all(await database.pipeline([Self.unhurried, Self.removal(confirmed), read])[2])
    }

    func confirm(_ ids: [Int64]) async throws {
        try await database.pipeline([Self.unhurried, Self.removal(ids)])
    }

    /// A removal that a crash of the server forgets is made up for: the event is sent again, and known by its number.
    private static let unhurried: SQL = "select set_config('synchronous_commit', 'off', true)"

    private static func removal(_ ids: [Int64]) -> SQL {
        "delete from msg_unsent where id = any(\(ids)::bigint[])"
    }

    /// Part of one aggregate's stream, for a consumer that misses it.
    func stream(_ type: String, _ id: UUID, from first: Int64, through last: Int64) async throws -> [LoggedEvent] {
        try LoggedEvent.all(
            await database.query(
                """
                select \(LoggedEvent.columns) from msg_event e
                where e.aggregate_id = \(id) and e.aggregate_type = \(type) and e.sequence between \(first) and \(last)
                order by e.sequence limit 1000
                """))
    }

    /// Whether so much is unsent that heads can wait: what is to come tells of itself.
    func isBackloggedBeyond(_ limit: Int) async throws -> Bool {
        try await database.one(
            "select count(*) > \(limit)::bigint from (select from msg_unsent limit \(limit + 1)) u", as: Bool.self)
    }

    /// The number that the log has reached; what is being written at the moment may have a lower one.
    func mark() async throws -> Int64 {
        try await database.one("select last_value from msg_event_number", as: Int64.self)
    }

    /// Aggregates with events behind a mark that are at least a second old, of those whose events the broker has. Read in
    /// the order of the log, so that the server goes by its index however long the log has become.
    func changedHeads(partitions: [Int], since mark: Int64) async throws -> [HeadRow] {
        try await database.all(
            """
            select e.type, e.id, e.part, max(e.sequence) as sequence
            from (
                select aggregate_type as type, aggregate_id as id, part, sequence from msg_event
                where id > \(mark) and day >= (clock_timestamp() at time zone 'UTC')::date - 1
                and recorded_at < clock_timestamp() - interval '1 second' and part = any(\(partitions)::smallint[])
                order by msg_event.id limit 50000
            ) e
            where e.id not in (select aggregate_id from msg_unsent)
            group by e.type, e.id, e.part limit 20000
            """)
    }

    /// A share of the walk through all heads, in the order of types and ids.
    /// - Returns: the heads behind `last` whose events the broker has, and the last one passed; nil at the end.
    func sentHeads(
        partitions: [Int], after last: HeadRow?, limit: Int
    ) async throws -> (heads: [HeadRow], last: HeadRow?) {
        // The share is taken first: what is unsent must not make the server sort all there are.
        let rows: [PassedHead] = try await database.all(
            """
            select a.type, a.id, a.part, a.sequence, a.id in (select aggregate_id from msg_unsent) as is_unsent
            from (
                select type, id, part, sequence from msg_aggregate
                where (type, id) > (\(last?.type ?? ""), \(last?.id ?? Self.firstID))
                and part = any(\(partitions)::smallint[])
                order by type, id limit \(limit)
            ) a order by a.type, a.id
            """)
        return (rows.filter { !$0.isUnsent }.map(\.head), rows.count < limit ? nil : rows.last?.head)
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

private struct PassedHead: Decodable, Sendable {
    let type: String
    let id: UUID
    let part: Int
    let sequence: Int64
    let isUnsent: Bool
    var head: HeadRow { HeadRow(type: type, id: id, part: part, sequence: sequence) }
}
