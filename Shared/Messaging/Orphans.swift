import Foundation
import Postgres

/// A walk, round after round, through the streams that have events waiting, in search of one that waits for nothing any
/// more: the process that should have applied it has ended. A share at a time, for a million can wait behind others that
/// are parked.
struct OrphanSearch: Sendable {
    private let partitions: [Int]
    private var place = 0
    private var last: Stream?
    /// Events looked at in one go.
    private let limit = 500

    init(partitions: [Int]) { self.partitions = partitions }

    /// Goes on until some have been looked at.
    /// - Returns: the orphaned streams among them, and whether the walk has come to its end and begins anew.
    mutating func next(_ inbox: Inbox) async throws -> (streams: [Stream], isOver: Bool) {
        var seen = 0
        var orphaned: [Stream] = []
        while place < partitions.count {
            let rows = try await inbox.waiting(partition: partitions[place], after: last, limit: limit)
            let events = rows.map(\.events).reduce(0, +)
            orphaned += rows.filter(\.orphaned).map(\.stream)
            last = events == limit ? rows.last?.stream : nil
            if last == nil { place += 1 }
            seen += events
            if seen >= limit { break }
        }
        let isOver = place == partitions.count
        if isOver { place = 0 }
        return (orphaned, isOver)
    }
}

/// A stream that has events waiting.
struct WaitingStream: Decodable, Sendable {
    let aggregateType: String
    let aggregateID: UUID
    /// Whether the first of them is the next to be applied.
    let orphaned: Bool
    let events: Int

    var stream: Stream { Stream(type: aggregateType, id: aggregateID) }
}

extension Inbox {
    fileprivate func waiting(partition: Int, after last: Stream?, limit: Int) async throws -> [WaitingStream] {
        try await database.all(
            """
            select i.aggregate_type, i.aggregate_id, bool_or(i.sequence <= coalesce(p.sequence, 0) + 1) as orphaned,
                count(*) as events
            from (
                select aggregate_type, aggregate_id, sequence from msg_inbox
                where part = \(partition) and state = 'waiting'
                and (aggregate_type, aggregate_id) > (\(last?.type ?? ""), \(last?.id ?? Self.firstID))
                order by aggregate_type, aggregate_id, sequence limit \(limit)
            ) i left join msg_position p on p.aggregate_type = i.aggregate_type and p.aggregate_id = i.aggregate_id
            group by i.aggregate_type, i.aggregate_id order by i.aggregate_type, i.aggregate_id
            """)
    }

    private static let firstID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
