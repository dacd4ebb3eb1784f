import Foundation
import Postgres

/// What the checker found.
struct Findings: Codable {
    /// Events committed by publishers.
    var events = 0
    /// Effects that consumers committed.
    var effects = 0
    /// Committed, and no effect.
    var lost = 0
    /// Effects beyond the first of an event.
    var duplicated = 0
    /// Effects that came before one of a lower number.
    var outOfOrder = 0
    /// Effects of what was never committed.
    var extra = 0
    /// What publishers were told is committed and is not there, or told has failed and is there.
    var broken = 0
    /// Committed transactions whose outcome the publisher did not learn.
    var unknown = 0
    var parked = 0
    /// Rows of outbox, inbox and gaps that are still to be worked off.
    var underWay = 0
    var differences: [String] = []

    var isClean: Bool {
        lost + duplicated + outOfOrder + extra + broken + underWay == 0 && differences.isEmpty
    }

    mutating func differ(_ text: String) {
        if differences.count < 20 { differences.append(text) }
    }
}

extension Findings {
    /// One stream, as its publisher committed it or as its consumer applied it.
    private struct Summary: Decodable, Sendable {
        let type: String
        let id: UUID
        let count: Int
        let digest: String
    }
    private struct Step: Decodable, Sendable {
        let sequence: Int64
        let eventID: UUID
    }
    private struct Stream: Hashable {
        let type: String
        let id: UUID
    }

    /// Holds what one side committed against what the other applied, stream by stream.
    mutating func compare(from: Side, to: Side) async throws {
        let committed: [Summary] = try await from.pool.all(
            """
            select aggregate_type as type, aggregate_id as id, count(*) as count,
                md5(string_agg(sequence || ':' || event_id, ',' order by sequence)) as digest
            from msg_event where aggregate_type = any(\(from.publishes)::text[]) group by 1, 2
            """)
        let applied: [Summary] = try await to.pool.all(
            """
            select aggregate_type as type, aggregate_id as id, count(*) as count,
                md5(string_agg(sequence || ':' || event_id, ',' order by n)) as digest
            from applied where aggregate_type = any(\(from.publishes)::text[]) group by 1, 2
            """)
        events += committed.map(\.count).reduce(0, +)
        effects += applied.map(\.count).reduce(0, +)
        let wanted = Dictionary(uniqueKeysWithValues: committed.map { (Stream(type: $0.type, id: $0.id), $0.digest) })
        let found = Dictionary(uniqueKeysWithValues: applied.map { (Stream(type: $0.type, id: $0.id), $0.digest) })
        for stream in Set(wanted.keys).union(found.keys) where wanted[stream] != found[stream] {
            try await lookInto(stream, from, to)
        }
        try await checkLog(of: from)
    }

    private mutating func lookInto(_ stream: Stream, _ from: Side, _ to: Side) async throws {
        let committed: [Step] = try await from.pool.all(
            """
            select sequence, event_id from msg_event
            where aggregate_type = \(stream.type) and aggregate_id = \(stream.id) order by sequence
            """)
        let applied: [Step] = try await to.pool.all(
            """
            select sequence, event_id from applied
            where aggregate_type = \(stream.type) and aggregate_id = \(stream.id) order by n
            """)
        let wanted = Set(committed.map(\.eventID))
        let found = Set(applied.map(\.eventID))
        let missing = committed.filter { !found.contains($0.eventID) }.map(\.sequence)
        lost += missing.count
        extra += found.subtracting(wanted).count
        duplicated += applied.count - found.count
        outOfOrder += zip(applied, applied.dropFirst()).filter { $1.sequence < $0.sequence }.count
        differ(
            "\(stream.type)/\(stream.id): \(committed.count) committed, \(applied.count) applied, no \(missing.prefix(5))"
        )
    }

    /// The publisher's own log must hold every number from 1 to the head, once.
    private mutating func checkLog(of side: Side) async throws {
        let torn = try await side.pool.all(
            """
            select a.type || '/' || a.id from msg_aggregate a left join (
                select aggregate_type, aggregate_id, count(*) as events, count(distinct sequence) as numbers,
                    min(sequence) as first, max(sequence) as last
                from msg_event group by 1, 2) e on e.aggregate_type = a.type and e.aggregate_id = a.id
            where (e.events, e.numbers, e.first, e.last) is distinct from (a.sequence, a.sequence, 1::bigint, a.sequence)
            """, as: String.self)
        for stream in torn { differ("the log of \(stream) has a hole or a number twice") }
    }
}
