import AMQP
import CrashPoints
import EventContracts
import Foundation
import Postgres

/// How full the service's queues and tables are.
public struct QueuesReport: Codable, Sendable {
    public struct Queue: Codable, Sendable {
        public var name: String
        /// Ready messages at the broker; nil while it is away.
        public var ready: Int?
        public var consumers: Int?
    }
    public struct Kept: Codable, Sendable {
        public var state: String
        public var count: Int
        public var oldestSeconds: Double
    }
    public var service: String
    public var connected: Bool
    public var queues: [Queue]
    /// Events that the broker does not have yet.
    public var unsent: Int
    public var oldestUnsentSeconds: Double
    /// Events published and events applied in the last minute, per second.
    public var publishedPerSecond: Double
    /// Events kept in the inbox by state: waiting, not_yet, retry, parked.
    public var kept: [Kept]
    public var gaps: Int
}

/// A message that needs an operator.
public struct ParkedMessage: Codable, Sendable {
    public var id: Int64
    public var state: String
    public var cause: String?
    public var error: String?
    public var type: String?
    public var version: Int?
    public var aggregateType: String?
    public var aggregateID: UUID?
    public var sequence: Int64?
    public var eventID: UUID?
    public var attempts: Int
    public var receivedAt: Date
    /// The envelope, or the headers of what cannot be read, as JSON text.
    public var envelope: String?
    /// The first 2,000 bytes as text.
    public var bodyStart: String
}

/// A share of streams, summed up so that two ends can be compared: how many, how far, and a fingerprint.
public struct StreamDigest: Codable, Sendable, Hashable {
    public var aggregateType: String
    public var part: Int
    public var streams: Int
    public var events: Int64
    public var fingerprint: String
}

/// One stream with its last number.
public struct StreamPosition: Codable, Sendable, Hashable {
    public var aggregateID: UUID
    public var sequence: Int64
}

extension MessagingCore {
    /// Runs topology operations on the publishing connection, for operators' tools.
    public func atBroker<T: Sendable>(_ operation: @escaping @Sendable (AMQPSession) throws -> T) async throws -> T {
        try await publisher.perform(operation)
    }

    /// Depth and age of everything that can fill up.
    public func queues() async throws -> QueuesReport {
        struct Unsent: Decodable, Sendable {
            let unsent: Int
            let oldest: Double
            let recent: Int
            let gaps: Int
        }
        // Numbers grow with time: of a day's log, only the last minute is read.
        let unsent: Unsent = try await database.one(
            """
            select (select count(*) from msg_unsent) as unsent,
                coalesce((select extract(epoch from clock_timestamp() - e.recorded_at)::float8 from msg_unsent u
                    join msg_event e on e.id = u.id and e.day = u.day order by u.id limit 1), 0) as oldest,
                (select count(*) from msg_event where day >= (now() at time zone 'UTC')::date - 1
                    and id > coalesce((select id from msg_event where day >= (now() at time zone 'UTC')::date - 1
                        and recorded_at <= now() - interval '60 seconds' order by id desc limit 1), 0)) as recent,
                (select count(*) from msg_gap) as gaps
            """)
        let kept: [QueuesReport.Kept] = try await database.all(
            """
            select state, count(*) as count,
                extract(epoch from clock_timestamp() - min(received_at))::float8 as oldest_seconds
            from msg_inbox group by state order by state
            """)
        let depths = await depths()
        return QueuesReport(
            service: configuration.service, connected: isConnected, queues: depths, unsent: unsent.unsent,
            oldestUnsentSeconds: unsent.oldest, publishedPerSecond: Double(unsent.recent) / 60, kept: kept,
            gaps: unsent.gaps)
    }

    private func depths() async -> [QueuesReport.Queue] {
        let names = topology.queues
        let found = try? await consumer.perform { session in
            try names.map { try session.declareQueue($0, passive: true) }
        }
        return names.indices.map { index in
            QueuesReport.Queue(
                name: names[index], ready: found?[index].messages, consumers: found?[index].consumers)
        }
    }

    /// What is parked or retried, newest first.
    public func parked(limit: Int = 200) async throws -> [ParkedMessage] {
        try await database.all(
            """
            select id, state, cause, error, type, version, aggregate_type, aggregate_id, sequence, event_id, attempts,
                received_at, envelope::text as envelope,
                encode(substring(body from 1 for 2000), 'escape') as body_start
            from msg_inbox where state in ('parked', 'retry') order by id desc limit \(limit)
            """)
    }

    /// Tries a parked event again at once; what follows in its stream comes after it.
    /// - Returns: false when there is no such parked event, or it cannot be read and so only be discarded.
    public func replay(_ id: Int64, by actor: String) async throws -> Bool {
        try await database.transaction { transaction in
            let found = try await transaction.execute(
                """
                with replayed as (
                    update msg_inbox set state = 'retry', attempts = 0, next_attempt_at = clock_timestamp()
                    where id = \(id) and state in ('parked', 'retry') and aggregate_id is not null
                    returning id, event_id
                )
                insert into msg_operator_action (actor, action, inbox_id, event_id)
                select \(actor), 'replay', id, event_id from replayed
                """)
            crashPoint(.operatorReplay)
            return found == 1
        }
    }

    /// Gives a parked event up: it counts as applied without effect, and what follows it goes on.
    /// - Returns: false when there is no such parked event, or events before it are still to be applied: to give up this
    ///   one would give up those as well.
    public func discard(_ id: Int64, by actor: String, reason: String) async throws -> Bool {
        struct Discarded: Decodable, Sendable {
            let aggregateType: String?
            let aggregateID: UUID?
            let part: Int
            let sequence: Int64?
        }
        return try await database.transaction { transaction in
            let row: Discarded? = try await transaction.first(
                """
                with gone as (
                    delete from msg_inbox i where id = \(id) and state in ('parked', 'retry')
                    and (aggregate_id is null or sequence <= 1 + coalesce((
                        select p.sequence from msg_position p where p.aggregate_type = i.aggregate_type
                        and p.aggregate_id = i.aggregate_id), 0))
                    returning id, event_id, aggregate_type, aggregate_id, part, sequence
                ), noted as (
                    insert into msg_operator_action (actor, action, inbox_id, event_id, reason)
                    select \(actor), 'discard', id, event_id, \(reason) from gone
                )
                select aggregate_type, aggregate_id, part, sequence from gone
                """)
            guard let row else { return false }
            guard let type = row.aggregateType, let aggregate = row.aggregateID, let sequence = row.sequence else {
                return true
            }
            try await transaction.execute(
                """
                insert into msg_position as p (aggregate_type, aggregate_id, part, sequence)
                values (\(type), \(aggregate), \(row.part), \(sequence))
                on conflict (aggregate_type, aggregate_id) do update
                set sequence = excluded.sequence where p.sequence = excluded.sequence - 1
                """)
            try await transaction.execute(
                """
                update msg_inbox set state = 'retry', attempts = 0, next_attempt_at = clock_timestamp()
                where aggregate_type = \(type) and aggregate_id = \(aggregate) and sequence = \(sequence + 1)
                and state = 'waiting'
                """)
            return true
        }
    }

    /// What this service published, summed up per aggregate type and partition.
    public func headsDigest() async throws -> [StreamDigest] {
        try await database.all(
            Self.digest("select type as aggregate_type, id as aggregate_id, part, sequence from msg_aggregate"))
    }

    /// What this service applied of others, summed up alike.
    public func positionsDigest() async throws -> [StreamDigest] {
        try await database.all(Self.digest("select aggregate_type, aggregate_id, part, sequence from msg_position"))
    }

    /// Streams whose log does not hold every number from 1 to the head: events that were deleted.
    public func incompleteStreams() async throws -> [StreamPosition] {
        try await database.all(
            """
            select a.id as aggregate_id, a.sequence from msg_aggregate a
            left join (select aggregate_type, aggregate_id, count(*) as events from msg_event group by 1, 2) e
                on e.aggregate_type = a.type and e.aggregate_id = a.id
            where coalesce(e.events, 0) <> a.sequence limit 100
            """)
    }

    /// The streams of one type and partition, for finding where two digests differ.
    public func streams(published: Bool, type: String, part: Int) async throws -> [StreamPosition] {
        published
            ? try await database.all(
                "select id as aggregate_id, sequence from msg_aggregate where type = \(type) and part = \(part) order by id"
            )
            : try await database.all(
                """
                select aggregate_id, sequence from msg_position
                where aggregate_type = \(type) and part = \(part) order by aggregate_id
                """)
    }

    private static func digest(_ streams: SQL) -> SQL {
        """
        select aggregate_type, part, count(*) as streams, sum(sequence)::bigint as events,
            to_hex(bit_xor(hashtextextended(aggregate_id::text || ':' || sequence::text, 0))) as fingerprint
        from (\(streams)) s group by aggregate_type, part order by aggregate_type, part
        """
    }
}
