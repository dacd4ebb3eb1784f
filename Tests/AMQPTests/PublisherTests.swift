import AMQP
import Testing

@Suite("A publisher learns what became of each message")
struct PublisherTests {
    private let message = AMQPMessage(body: [1])

    @Test("Thousands are confirmed, each once, and lie in the queue in order")
    func confirms() async throws {
        try await withQueue("confirms") { queue, publisher in
            let messages = (0..<3000).map { AMQPMessage(properties: .init(messageID: "\($0)"), body: [7]) }
            let outcomes = try await publisher.outcomes(messages, to: queue)
            #expect(outcomes.allSatisfy { $0 == .confirmed })
            try await withConsumer(TestBroker.configuration()) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 200) { deliveries in
                    gathered.add(deliveries)
                    consumer.ack(deliveries.map(\.tag))
                }
                let order = try await gathered.first(3000, "deliveries").compactMap(\.message.properties.messageID)
                #expect(order == (0..<3000).map(String.init))
            }
            #expect(try await publisher.perform { try $0.declareQueue(queue, passive: true).messages } == 0)
        }
    }

    @Test("What reaches no queue comes back, its neighbours do not")
    func returned() async throws {
        try await withQueue("returned") { queue, publisher in
            let gathered = Gathered<AMQPSettlement>()
            let publishings = (0..<100).map {
                AMQPPublishing(
                    exchange: "", routingKey: $0 % 3 == 0 ? "\(queue).nobody" : queue, message: message,
                    token: UInt64($0))
            }
            publisher.send(publishings) { gathered.add($0) }
            for settlement in try await gathered.first(100, "settlements") {
                if settlement.token % 3 == 0 {
                    #expect(settlement.outcome == .returned(code: 312, text: "NO_ROUTE"))
                } else {
                    #expect(settlement.outcome == .confirmed)
                }
            }
        }
    }

    @Test("What reaches no queue is confirmed when it was not mandatory")
    func notMandatory() async throws {
        try await withQueue("optional") { queue, publisher in
            let outcomes = try await publisher.outcomes([message], to: "\(queue).nobody", mandatory: false)
            #expect(outcomes == [.confirmed])
        }
    }

    @Test("A full queue that rejects is told as rejected")
    func nacked() async throws {
        try await withQueue("full", arguments: ["x-max-length": 1, "x-overflow": "reject-publish"]) {
            queue, publisher in
            #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
            let outcomes = try await publisher.outcomes(Array(repeating: message, count: 20), to: queue)
            // The queue's own limit may be noticed one message late.
            #expect(outcomes.filter { if case .rejected = $0 { true } else { false } }.count >= 18)
        }
    }

    @Test("A broker that goes on refusing is left for a new connection")
    func refusedForLong() async throws {
        var configuration = try TestBroker.configuration()
        configuration.refusalTimeout = .seconds(2)
        let arguments: [String: AMQPValue] = ["x-max-length": 1, "x-overflow": "reject-publish"]
        try await withQueue("refusing", arguments: arguments, configuration: configuration) { queue, publisher in
            let sending = Task {
                while !Task.isCancelled { _ = try await publisher.outcomes([message, message], to: queue) }
            }
            try await publisher.connected(2)
            sending.cancel()
        }
    }

    @Test("A missing exchange is told to those who addressed it, and the publisher goes on")
    func missingExchange() async throws {
        try await withQueue("no-exchange") { queue, publisher in
            let outcomes = try await publisher.outcomes([message, message], to: "key", exchange: "\(queue).missing")
            for outcome in outcomes {
                guard case .returned(404, _) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            try await publisher.connected(2)
            #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
        }
    }

    @Test("What AMQP cannot express is rejected before it is sent, and harms nobody")
    func invalid() async throws {
        try await withQueue("invalid") { queue, publisher in
            let tooLong = String(repeating: "x", count: 256)
            let longID = AMQPMessage(properties: .init(messageID: tooLong), body: [])
            let longHeaders = AMQPMessage(
                properties: .init(headers: ["h": .bytes(Array(repeating: 0, count: 200_000))]), body: [])
            let outcomes = try await publisher.outcomes([longID, message, longHeaders, message], to: queue)
            for index in [0, 2] {
                guard case .rejected = outcomes[index] else {
                    Issue.record("\(outcomes[index])")
                    continue
                }
            }
            #expect(outcomes[1] == .confirmed && outcomes[3] == .confirmed)
            let longKey = try await publisher.outcomes([message], to: tooLong)
            if case .rejected = longKey[0] {} else { Issue.record("\(longKey)") }
        }
    }

    @Test("Without a connection a message is unknown at once")
    func notConnected() async throws {
        let publisher = try AMQPPublisher(
            configuration: TestBroker.configuration(), logger: TestBroker.logger)
        #expect(!publisher.isConnected)
        #expect(try await publisher.outcomes([message], to: "any") == [.unknown(reason: "not connected")])
        await #expect(throws: AMQPError.notConnected) { try await publisher.perform { _ in } }
    }

    @Test("A shutdown waits for the confirms that are due")
    func drains() async throws {
        try await withQueue("drain") { queue, _ in
            let gathered = Gathered<AMQPSettlement>()
            try await withPublisher(TestBroker.configuration()) { publisher in
                try await publisher.connected()
                let publishings = (0..<500).map {
                    AMQPPublishing(exchange: "", routingKey: queue, message: message, token: UInt64($0))
                }
                publisher.send(publishings) { gathered.add($0) }
            }
            #expect(gathered.all.count == 500)
            #expect(gathered.all.allSatisfy { $0.outcome == .confirmed })
        }
    }

    @Test("A refused declaration names its code and disturbs no publishing")
    func refusedDeclaration() async throws {
        try await withQueue("refused") { queue, publisher in
            do {
                try await publisher.perform {
                    _ = try $0.declareQueue(queue, durable: true, arguments: ["x-max-length": 9])
                }
                Issue.record("other arguments were accepted")
            } catch AMQPError.channelClosed(let code, _) {
                #expect(code == 406)
            }
            #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
            #expect(try await publisher.perform { try $0.purge(queue) } == 1)
            await #expect(throws: AMQPError.self) {
                try await publisher.perform { _ = try $0.declareQueue("\(queue).none", passive: true) }
            }
            try await publisher.connected(1)
        }
    }
}
