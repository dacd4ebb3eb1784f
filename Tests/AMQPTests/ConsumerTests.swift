import AMQP
import Testing

@Suite("A consumer gets each message until it is settled")
struct ConsumerTests {
    private func messages(_ count: Int) -> [AMQPMessage] {
        (0..<count).map { AMQPMessage(properties: .init(messageID: "\($0)"), body: [UInt8(truncatingIfNeeded: $0)]) }
    }

    @Test("Acknowledged out of order, all are gone")
    func acknowledgements() async throws {
        try await withQueue("acks") { queue, publisher in
            _ = try await publisher.outcomes(messages(500), to: queue)
            try await withConsumer(TestBroker.configuration()) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 500) { gathered.add($0) }
                let tags = try await gathered.first(500, "deliveries").map(\.tag)
                for tag in tags.shuffled() { consumer.ack([tag]) }
                consumer.ack(tags)  // twice is once
            }
            #expect(try await publisher.perform { try $0.declareQueue(queue, passive: true).messages } == 0)
        }
    }

    @Test("A rejected delivery comes again, counted by a quorum queue")
    func rejected() async throws {
        try await withQueue("reject", arguments: ["x-queue-type": "quorum"]) { queue, publisher in
            _ = try await publisher.outcomes(messages(1), to: queue)
            try await withConsumer(TestBroker.configuration()) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 1) { deliveries in
                    gathered.add(deliveries)
                    for delivery in deliveries where delivery.deliveryCount < 2 {
                        consumer.reject(delivery.tag, requeue: true)
                    }
                }
                let seen = try await gathered.first(3, "deliveries")
                #expect(seen.map(\.deliveryCount) == [0, 1, 2])
                #expect(seen.map(\.redelivered) == [false, true, true])
                consumer.reject(seen[2].tag, requeue: false)
            }
            #expect(try await publisher.perform { try $0.declareQueue(queue, passive: true).messages } == 0)
        }
    }

    @Test("The prefetch is a bound for each subscription")
    func prefetch() async throws {
        try await withQueue("prefetch") { queue, publisher in
            _ = try await publisher.outcomes(messages(50), to: queue)
            try await withConsumer(TestBroker.configuration()) { consumer in
                let few = Gathered<AMQPDelivery>()
                let subscription = consumer.consume(queue: queue, prefetch: 7) { few.add($0) }
                try await few.first(7, "deliveries")
                // An answer to a later question shows that no more came meanwhile.
                _ = try await consumer.perform { try $0.declareQueue(queue, passive: true) }
                #expect(few.all.count == 7)
                await subscription.cancel()
                consumer.ack(few.all.map(\.tag))
                let rest = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 100) { rest.add($0) }
                #expect(try await rest.first(43, "deliveries").count == 43)
            }
        }
    }

    @Test("After cancel() nothing comes, and what nobody saw goes back")
    func cancelled() async throws {
        try await withQueue("cancel") { queue, publisher in
            _ = try await publisher.outcomes(messages(2000), to: queue)
            try await withConsumer(TestBroker.configuration()) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                let subscription = consumer.consume(queue: queue, prefetch: 1000) { gathered.add($0) }
                try await gathered.first(1, "deliveries")
                await subscription.cancel()
                let seen = gathered.all
                for delivery in seen { consumer.reject(delivery.tag, requeue: true) }
                let again = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 0) { again.add($0) }
                try await again.first(2000, "deliveries")
                #expect(gathered.all.count == seen.count)
            }
        }
    }

    @Test("A missing queue is consumed once it is there, and disturbs no other subscription")
    func missingQueue() async throws {
        try await withQueue("there") { queue, publisher in
            let late = "\(queue).late"
            try await withConsumer(TestBroker.configuration()) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                let lateGathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: late, prefetch: 10) { lateGathered.add($0) }
                _ = consumer.consume(queue: queue, prefetch: 10) { gathered.add($0) }
                _ = try await publisher.outcomes(messages(1), to: queue)
                try await gathered.first(1, "deliveries")
                try await publisher.perform { _ = try $0.declareQueue(late) }
                _ = try await publisher.outcomes(messages(1), to: late)
                try await lateGathered.first(1, "deliveries of the late queue")
                #expect(gathered.all[0].tag != lateGathered.all[0].tag)
                try await consumer.connected(1)
            }
            _ = try await publisher.perform { try $0.deleteQueue(late) }
        }
    }

    @Test("A queue that is deleted and made again is consumed again")
    func deletedQueue() async throws {
        try await withQueue("deleted") { queue, publisher in
            try await withConsumer(TestBroker.configuration()) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 10) { gathered.add($0) }
                _ = try await publisher.outcomes(messages(1), to: queue)
                let before = try await gathered.first(1, "deliveries")
                _ = try await publisher.perform { try $0.deleteQueue(queue) }
                consumer.ack(before.map(\.tag))
                try await publisher.perform { _ = try $0.declareQueue(queue) }
                _ = try await publisher.outcomes(messages(1), to: queue)
                let after = try await gathered.first(2, "deliveries")
                consumer.ack([after[1].tag])
            }
        }
    }

    @Test("A body larger than allowed is rejected to the dead letters, and the next one comes")
    func tooLarge() async throws {
        let dead = TestBroker.uniqueName("dead")
        try await withPublisher(TestBroker.configuration(), setup: { try $0.declareQueue(dead) }) { cleaner in
            try await cleaner.connected()
            try await withQueue(
                "large", arguments: ["x-dead-letter-exchange": "", "x-dead-letter-routing-key": .string(dead)]
            ) { queue, publisher in
                let large = AMQPMessage(body: Array(repeating: 1, count: 300_000))
                _ = try await publisher.outcomes([large] + messages(1), to: queue)
                var configuration = try TestBroker.configuration()
                configuration.maximumBodySize = 200_000
                try await withConsumer(configuration) { consumer in
                    let gathered = Gathered<AMQPDelivery>()
                    _ = consumer.consume(queue: queue, prefetch: 10) { gathered.add($0) }
                    let sizes = try await gathered.first(1, "deliveries").map(\.message.body.count)
                    #expect(sizes == [1])
                }
                let letters = Gathered<AMQPDelivery>()
                try await withConsumer(TestBroker.configuration()) { consumer in
                    _ = consumer.consume(queue: dead, prefetch: 10) { letters.add($0) }
                    let sizes = try await letters.first(1, "dead letters").map(\.message.body.count)
                    #expect(sizes == [300_000])
                }
            }
            _ = try await cleaner.perform { try $0.deleteQueue(dead) }
        }
    }

    @Test("Topics are routed through an exchange bound to an exchange")
    func exchangeToExchange() async throws {
        try await withQueue("topic") { queue, publisher in
            let message = AMQPMessage(body: [])
            let (outer, inner) = ("\(queue).outer", "\(queue).inner")
            try await publisher.perform { session in
                try session.declareExchange(outer, type: "topic")
                try session.declareExchange(inner, type: "topic")
                try session.bindExchange(inner, source: outer, routingKey: "crm.#")
                try session.bindQueue(queue, exchange: inner, routingKey: "crm.*.changed")
            }
            #expect(
                try await publisher.outcomes([message], to: "crm.customer.changed", exchange: outer) == [.confirmed])
            let others = try await publisher.outcomes([message], to: "erp.item.changed", exchange: outer)
            #expect(others == [.returned(code: 312, text: "NO_ROUTE")])
            try await publisher.perform { session in
                try session.unbindQueue(queue, exchange: inner, routingKey: "crm.*.changed")
                try session.unbindExchange(inner, source: outer, routingKey: "crm.#")
                try session.deleteExchange(inner)
                try session.deleteExchange(outer)
            }
        }
    }
}
