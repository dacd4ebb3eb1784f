import AMQP
import EventContracts
import Foundation
import Logging
import Postgres

/// Holes in streams: noticed by later events and announced heads, asked for from the publisher until they are filled.
struct Gaps: Sendable {
    let database: PostgresPool
    let service: String

    private struct Gap: Decodable, Sendable {
        let aggregateType: String
        let aggregateID: UUID
        let missingThrough: Int64
        let position: Int64
        let blocked: Bool
    }

    /// Notes every announced head that is ahead of what was applied here.
    /// - Returns: whether any was.
    func note(_ announcements: [HeadsAnnouncement]) async throws -> Bool {
        let heads = announcements.flatMap(\.heads)
        let types = announcements.flatMap { one in one.heads.map { _ in one.aggregateType } }
        let parts = heads.map { Partition(of: $0.id).number }
        let behind = try await database.execute(
            """
            insert into msg_gap as g (aggregate_type, aggregate_id, part, missing_through)
            select h.type, h.id, h.part, max(h.sequence)
            from unnest(\(types)::text[], \(heads.map(\.id))::uuid[], \(parts)::smallint[],
                \(heads.map(\.sequence))::bigint[]) as h(type, id, part, sequence)
            left join msg_position p on p.aggregate_type = h.type and p.aggregate_id = h.id
            where coalesce(p.sequence, 0) < h.sequence
            group by h.type, h.id, h.part
            on conflict (aggregate_type, aggregate_id) do update
            set missing_through = greatest(g.missing_through, excluded.missing_through)
            """)
        return behind > 0
    }

    /// The requests that are due: after 2 seconds, then less and less often. Filled gaps are forgotten. Looks at those that
    /// are due next, for a new follower can have a million.
    func due(partitions: [Int]) async throws -> [PublisherRequest] {
        let gaps: [Gap] = try await database.all(
            """
            with next as (
                select g.aggregate_type, g.aggregate_id, g.due_at < clock_timestamp() as is_due,
                    coalesce(p.sequence, 0) as position
                from unnest(\(partitions)::smallint[]) as n (part)
                cross join lateral (
                    select * from msg_gap where part = n.part order by due_at limit 50) g
                left join msg_position p on p.aggregate_type = g.aggregate_type and p.aggregate_id = g.aggregate_id
            ), filled as (
                delete from msg_gap g using next n
                where g.aggregate_type = n.aggregate_type and g.aggregate_id = n.aggregate_id
                and g.missing_through <= n.position
            ), due as (
                update msg_gap g set asked = g.asked + 1,
                    due_at = clock_timestamp() + make_interval(secs => least(300, power(2, least(g.asked, 8) + 1)))
                from next n
                where g.aggregate_type = n.aggregate_type and g.aggregate_id = n.aggregate_id
                and g.missing_through > n.position and n.is_due
                returning g.aggregate_type, g.aggregate_id, g.missing_through, n.position
            )
            select d.aggregate_type, d.aggregate_id, d.missing_through, d.position,
                exists (select from msg_inbox i where i.aggregate_type = d.aggregate_type
                    and i.aggregate_id = d.aggregate_id and i.sequence = d.position + 1) as blocked
            from due d
            """)
        return gaps.filter { !$0.blocked && $0.position < $0.missingThrough }.map {
            PublisherRequest(
                kind: .replay, aggregateType: $0.aggregateType, aggregateID: $0.aggregateID, from: $0.position + 1,
                through: $0.missingThrough)
        }
    }

    /// Aggregate types that are followed for the first time.
    func unasked(_ types: [String]) async throws -> [String] {
        try await database.all(
            "select t from unnest(\(types)::text[]) t where t not in (select aggregate_type from msg_followed)",
            as: String.self)
    }

    func asked(_ type: String) async throws {
        try await database.execute("insert into msg_followed (aggregate_type) values (\(type)) on conflict do nothing")
    }
}
