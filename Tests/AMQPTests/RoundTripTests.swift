import AMQP
import Testing

@Suite("What is sent arrives as it was")
struct RoundTripTests {
    @Test("Properties and headers of every kind")
    func properties() async throws {
        let everything: [String: AMQPValue] = [
            "null": .null, "true": true, "false": false, "int32": .int32(.min), "int64": .int64(.max),
            "double": .double(1.25), "text": "合同 ü", "empty": "", "bytes": .bytes([0xFF, 0xFE, 0]),
            "time": .timestamp(1_790_000_000), "list": .array([1, "two", .array([])]),
            "table": .table(["inner": .table([:]), "": "no name"]),
        ]
        let sent = AMQPMessage(
            properties: AMQPProperties(
                messageID: "id", type: "crm.customer.changed", timestamp: 1_790_000_000, appID: "crm",
                correlationID: "corr", replyTo: "reply", contentType: "application/json", contentEncoding: "identity",
                persistent: true, priority: 3, expiration: "600000", headers: everything),
            body: Array("{}".utf8))
        let bare = AMQPMessage(properties: AMQPProperties(persistent: false), body: [])
        let arrived = try await throughTheBroker([sent, bare])
        #expect(arrived == [sent, bare])
    }

    @Test("Bodies at the edges of a frame, and far beyond")
    func bodies() async throws {
        let frame = 131_072 - 8
        let sizes = [0, 1, frame - 1, frame, frame + 1, 2 * frame, 3 * frame, 1_048_576]
        let sent = sizes.map { size in
            AMQPMessage(body: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        }
        let arrived = try await throughTheBroker(sent)
        #expect(arrived.map(\.body.count) == sizes)
        #expect(arrived == sent)
    }

    private func throughTheBroker(_ messages: [AMQPMessage]) async throws -> [AMQPMessage] {
        let gathered = Gathered<AMQPDelivery>()
        try await withQueue("round-trip") { queue, publisher in
            let outcomes = try await publisher.outcomes(messages, to: queue)
            #expect(outcomes.allSatisfy { $0 == .confirmed })
            try await withConsumer(TestBroker.configuration()) { consumer in
                _ = consumer.consume(queue: queue, prefetch: 100) { gathered.add($0) }
                let deliveries = try await gathered.first(messages.count, "deliveries")
                consumer.ack(deliveries.map(\.tag))
                #expect(deliveries.allSatisfy { $0.queue == queue && $0.routingKey == queue && !$0.redelivered })
            }
        }
        return gathered.all.map(\.message)
    }
}
