import Foundation
import Kernel

/// What travels with every event: CloudEvents 1.0 attributes, the place in the aggregate's stream, and the chain.
public struct Envelope: Sendable, Hashable, Codable {
    /// CloudEvents `id`.
    public var id: UUID
    /// CloudEvents `type` and the version of its `dataschema`.
    public var type: String
    public var version: Int
    /// The publishing service: CloudEvents `source` is `/<publisher>`.
    public var publisher: String
    /// When it was written, by the publisher's database clock.
    public var time: Date
    /// CloudEvents `subject`: the aggregate, `oa.trip` and its id.
    public var aggregateType: String
    public var aggregateID: UUID
    /// What people call the aggregate.
    public var label: String?
    /// The event's number in its aggregate's stream, from 1 without holes.
    public var sequence: Int64
    /// The business transaction that the event belongs to.
    public var chain: UUID
    /// The event that led to this one; nil when a person or a clock did.
    public var cause: UUID?
    /// Who acted: a staff or shopper id, or the service's name.
    public var actor: String?
    /// W3C trace context.
    public var traceparent: String?

    public init(
        id: UUID, type: String, version: Int, publisher: String, time: Date, aggregateType: String, aggregateID: UUID,
        label: String?, sequence: Int64, chain: UUID, cause: UUID?, actor: String?, traceparent: String?
    ) {
        self.id = id
        self.type = type
        self.version = version
        self.publisher = publisher
        self.time = time
        self.aggregateType = aggregateType
        self.aggregateID = aggregateID
        self.label = label
        self.sequence = sequence
        self.chain = chain
        self.cause = cause
        self.actor = actor
        self.traceparent = traceparent
    }

    public var name: EventName { EventName(type: type, version: version) }
    public var partition: Partition { Partition(of: aggregateID) }
    /// `p07.crm.quote.accepted`.
    public var routingKey: String { "\(partition).\(type)" }
}

/// One of sixteen stable shares of all aggregates; the routing key begins with it.
public struct Partition: Sendable, Hashable, CustomStringConvertible {
    public static let count = 16
    public let number: Int

    public init(_ number: Int) { self.number = number }
    /// FNV-1a over the id's bytes, so that every process and every version agrees.
    public init(of aggregate: UUID) {
        var hash: UInt32 = 2_166_136_261
        withUnsafeBytes(of: aggregate.uuid) { bytes in
            for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        }
        number = Int(hash % UInt32(Self.count))
    }
    public static let all = (0..<count).map { Partition($0) }
    public var description: String { number < 10 ? "p0\(number)" : "p\(number)" }
}
