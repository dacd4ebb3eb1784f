import AMQP
import EventContracts
import Foundation
import Kernel
import Logging

/// What a consumer asks of a publisher.
struct PublisherRequest: Codable, Sendable {
    enum Kind: String, Codable, Sendable {
        /// Send events `from…through` of one aggregate again.
        case replay
        /// Announce the heads of all aggregates of a type.
        case heads
    }
    var kind: Kind
    var aggregateType: String
    var aggregateID: UUID?
    var from: Int64?
    var through: Int64?

    func publishing(from service: String) throws -> AMQPPublishing {
        let publisher = String(aggregateType.prefix { $0 != "." })
        let body = Array(try WireJSON.encode(self))
        return AMQPPublishing(
            exchange: Topology.requests, routingKey: publisher, mandatory: true,
            message: AMQPMessage(
                properties: AMQPProperties(
                    messageID: EnvelopeOnTheWire.text(UUID()), type: "qiao.request", appID: service,
                    contentType: "application/json", persistent: true),
                body: body),
            token: 0)
    }
}

/// The heads of some aggregates of one type and partition; it travels the same way as their events, behind them.
struct HeadsAnnouncement: Codable, Sendable {
    static let type = "qiao.heads"
    var aggregateType: String
    var heads: [Head]

    func publishing(part: Int, from service: String) throws -> AMQPPublishing {
        AMQPPublishing(
            exchange: Topology.events, routingKey: "\(Partition(part)).\(aggregateType).heads", mandatory: false,
            message: AMQPMessage(
                properties: AMQPProperties(
                    messageID: EnvelopeOnTheWire.text(UUID()), type: Self.type, appID: service,
                    contentType: "application/json", persistent: true),
                body: Array(try WireJSON.encode(self))),
            token: 0)
    }

    /// Announcements of at most 500 heads each.
    static func publishings(_ rows: [HeadRow], from service: String) throws -> [AMQPPublishing] {
        struct Key: Hashable {
            let type: String
            let part: Int
        }
        let groups = Dictionary(grouping: rows) { Key(type: $0.type, part: $0.part) }
        return try groups.flatMap { key, rows in
            try stride(from: 0, to: rows.count, by: 500).map { start in
                let heads = rows[start..<min(start + 500, rows.count)].map { Head(id: $0.id, sequence: $0.sequence) }
                return try HeadsAnnouncement(aggregateType: key.type, heads: heads)
                    .publishing(part: key.part, from: service)
            }
        }
    }
}
