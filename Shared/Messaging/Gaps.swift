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

    /// The requests that are due: after 2 seconds, then less and less often. Filled gaps are forgotten.
    func due(partitions: [Int]) async throws -> [PublisherRequest] {
        let gaps: [Gap] = try await database.all(
            """
            with filled as (
                delete from msg_gap g using msg_position p
                where g.part = any(\(partitions)::smallint[]) and p.aggregate_type = g.aggregate_type
                and p.aggregate_id = g.aggregate_id and p.sequence >= g.missing_through
            ), due as (
                update msg_gap set asked_at = clock_timestamp(), asked = asked + 1
                where (aggregate_type, aggregate_id) in (
                    select g.aggregate_type, g.aggregate_id from msg_gap g
                    where g.part = any(\(partitions)::smallint[])
                    and coalesce(g.asked_at + make_interval(secs => least(300, power(2, g.asked))),
                        g.noticed_at + interval '2 seconds') < clock_timestamp()
                    order by g.noticed_at limit 200)
                returning aggregate_type, aggregate_id, missing_through
            )
            select d.aggregate_type, d.aggregate_id, d.missing_through, coalesce(p.sequence, 0) as position,
                exists (select from msg_inbox i where i.aggregate_type = d.aggregate_type
                    and i.aggregate_id = d.aggregate_id and i.sequence = coalesce(p.sequence, 0) + 1) as blocked
            from due d left join msg_position p
                on p.aggregate_type = d.aggregate_type and p.aggregate_id = d.aggregate_id
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
