import AMQP
import CrashPoints
import EventContracts

/// The broker's exchanges, queues and bindings of one service, declared from code on every connection.
///
///     qiao.events ──*.oa.trip.*──▶ crm.events ──p02.#──▶ crm.events.2 (quorum; dead letters at least once to crm.dead)
///     qiao.requests ──crm──▶ crm.requests
public struct Topology: Sendable {
    /// All events of all services; topic, durable.
    public static let events = "qiao.events"
    /// What is asked of publishers: replays and heads; direct, keyed by the publisher's name.
    public static let requests = "qiao.requests"

    public let service: String
    /// The aggregate types that the service follows.
    public let follows: [String]
    public let lanes: Int

    public init(service: String, follows: [String], lanes: Int) {
        self.service = service
        self.follows = follows
        self.lanes = lanes
    }

    public var exchange: String { "\(service).events" }
    public var deadQueue: String { "\(service).dead" }
    public var requestsQueue: String { "\(service).requests" }
    public func queue(_ lane: Int) -> String { "\(service).events.\(lane)" }
    public var queues: [String] { (0..<lanes).map(queue) + [deadQueue, requestsQueue] }

    /// The partitions of a lane.
    public func partitions(of lane: Int) -> [Int] { (0..<Partition.count).filter { $0 % lanes == lane } }
    public func lane(of partition: Int) -> Int { partition % lanes }

    /// Asserts everything; an argument that differs from the broker's is refused by it (406) and named in the error.
    func declare(_ session: AMQPSession) throws {
        try session.declareExchange(Self.events, type: "topic", durable: true)
        try session.declareExchange(Self.requests, type: "direct", durable: true)
        try session.declareExchange(exchange, type: "topic", durable: true)
        // What is dead stays until it is kept: RabbitMQ 4 would drop it after twenty deliveries.
        try declareQueue(deadQueue, session, ["x-queue-type": "quorum", "x-delivery-limit": 1_000_000_000])
        try session.bindQueue(deadQueue, exchange: exchange, routingKey: deadQueue)
        try declareQueue(requestsQueue, session, ["x-queue-type": "quorum", "x-max-length": 100_000])
        try session.bindQueue(requestsQueue, exchange: Self.requests, routingKey: service)
        for lane in 0..<lanes {
            try declareQueue(queue(lane), session, laneArguments)
            for partition in partitions(of: lane) {
                try session.bindQueue(queue(lane), exchange: exchange, routingKey: "\(Partition(partition)).#")
            }
        }
        for type in follows {
            try session.bindExchange(exchange, source: Self.events, routingKey: "*.\(type).*")
        }
    }

    /// The least a publisher needs.
    static func declareShared(_ session: AMQPSession) throws {
        try session.declareExchange(events, type: "topic", durable: true)
        try session.declareExchange(requests, type: "direct", durable: true)
    }

    private func declareQueue(_ name: String, _ session: AMQPSession, _ arguments: [String: AMQPValue]) throws {
        crashPoint(.topology)
        _ = try session.declareQueue(name, durable: true, arguments: arguments)
    }

    /// The delivery limit is the last resort against a message that kills the process again and again.
    private var laneArguments: [String: AMQPValue] {
        [
            "x-queue-type": "quorum", "x-single-active-consumer": true, "x-delivery-limit": 100,
            // Not through the default exchange: the right to write to it is the right to write to every queue.
            "x-dead-letter-exchange": .string(exchange), "x-dead-letter-routing-key": .string(deadQueue),
            "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish",
        ]
    }
}
