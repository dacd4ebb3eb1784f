import Foundation
import Postgres

/// An event of the log without its body: what was told, when, and by whose act.
public struct ToldEvent: Decodable, Sendable {
    public let at: Date
    public let type: String
    public let label: String?
    public let actor: String?
}

extension MessagingCore {
    /// The latest thousand events that this service published about the aggregates, in the order in which it did.
    /// - Parameter since: when the first of the aggregates was made; the log is not looked at before.
    public func told(of aggregates: [UUID], since: Date) async throws -> [ToldEvent] {
        try await database.all(
            """
            select at, type, label, actor from (
                select id, recorded_at as at, type, label, actor from msg_event
                where aggregate_id = any(\(aggregates)::uuid[])
                    and day >= (\(since)::timestamptz at time zone 'UTC')::date
                order by id desc limit 1000
            ) latest order by id
            """)
    }
}
