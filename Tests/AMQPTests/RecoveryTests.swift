import AMQP
import Foundation
import Testing

@Suite("A lost connection is made anew")
struct RecoveryTests {
    private let message = AMQPMessage(body: [1])

    /// A proxy before the broker, and the configuration that leads through it.
    private func proxied(
        _ body: @Sendable (Peer, AMQPConfiguration) async throws -> Void
    ) async throws {
        var configuration = try TestBroker.configuration()
        let proxy = try Peer.proxy(to: configuration.hosts[0])
        defer { proxy.stop() }
        configuration.hosts = [proxy.host]
        try await body(proxy, configuration)
    }

    @Test("After a cut publisher and consumer go on, and old tags are ignored")
    func cut() async throws {
        try await proxied { proxy, configuration in
            try await withQueue("cut", configuration: configuration) { queue, publisher in
                try await withConsumer(configuration) { consumer in
                    let gathered = Gathered<AMQPDelivery>()
                    _ = consumer.consume(queue: queue, prefetch: 10) { gathered.add($0) }
                    #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
                    let before = try await gathered.first(1, "deliveries")
                    proxy.cut()
                    try await publisher.connected(2)
                    try await consumer.connected(2)
                    let again = try await gathered.first(2, "the delivery again")
                    #expect(again[1].redelivered)
                    consumer.ack([before[0].tag])
                    #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
                    let more = try await gathered.first(3, "deliveries")
                    consumer.ack(more[1...].map(\.tag))
                }
                #expect(try await publisher.perform { try $0.declareQueue(queue, passive: true).messages } == 0)
            }
        }
    }

    @Test("Cut again and again, every message arrives that was sent until it was confirmed")
    func cutAgainAndAgain() async throws {
        try await proxied { proxy, configuration in
            try await withQueue("cuts", configuration: configuration) { queue, publisher in
                try await withConsumer(configuration) { consumer in
                    let arrived = Gathered<UInt64>()
                    _ = consumer.consume(queue: queue, prefetch: 50) { deliveries in
                        arrived.add(deliveries.compactMap { $0.message.properties.timestamp })
                        consumer.ack(deliveries.map(\.tag))
                    }
                    var unconfirmed = Set(0..<1000 as Range<UInt64>)
                    var round = 0
                    while !unconfirmed.isEmpty {
                        round += 1
                        // Half of the rounds are cut in the middle; all of them would never end.
                        let cuts = round < 20 && round % 2 == 1
                        let outcomes = try await send(unconfirmed.sorted(), to: queue, publisher) {
                            if cuts { proxy.cut() }
                        }
                        for settlement in outcomes where settlement.outcome == .confirmed {
                            unconfirmed.remove(settlement.token)
                        }
                        if !publisher.isConnected { try await publisher.connected() }
                    }
                    try await arrived.until("all messages") { Set($0).count == 1000 }
                }
            }
        }
    }

    private func send(
        _ tokens: [UInt64], to queue: String, _ publisher: AMQPPublisher, afterSome: @escaping @Sendable () -> Void
    ) async throws -> [AMQPSettlement] {
        let gathered = Gathered<AMQPSettlement>()
        for token in tokens {
            let message = AMQPMessage(properties: AMQPProperties(timestamp: token), body: [])
            let publishing = AMQPPublishing(exchange: "", routingKey: queue, message: message, token: token)
            publisher.send([publishing]) { settlements in
                gathered.add(settlements)
                if gathered.all.count == tokens.count / 3 { afterSome() }
            }
        }
        return try await gathered.first(tokens.count, "settlements")
    }

    @Test("A peer gone without a word is noticed by the heartbeats, and what was sent is unknown")
    func frozen() async throws {
        try await proxied { proxy, original in
            var configuration = original
            configuration.heartbeat = .seconds(1)
            try await withQueue("frozen", configuration: configuration) { queue, publisher in
                proxy.freeze()
                let outcomes = try await publisher.outcomes([message], to: queue)
                if case .unknown = outcomes[0] {} else { Issue.record("\(outcomes)") }
                proxy.melt()
                try await publisher.connected(2)
                #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
            }
        }
    }

    @Test("A message without a confirm ends the connection, and is unknown")
    func noConfirm() async throws {
        try await proxied { proxy, original in
            var configuration = original
            configuration.confirmTimeout = .milliseconds(500)
            try await withQueue("no-confirm", configuration: configuration) { queue, publisher in
                proxy.freeze()
                let outcomes = try await publisher.outcomes(Array(repeating: message, count: 5), to: queue)
                for outcome in outcomes {
                    guard case .unknown(let reason) = outcome else {
                        Issue.record("\(outcome)")
                        continue
                    }
                    #expect(reason.contains("no confirm"))
                }
                proxy.melt()
                try await publisher.connected(2)
            }
        }
    }

    @Test("A request without an answer ends within its limit")
    func noAnswer() async throws {
        try await proxied { proxy, original in
            var configuration = original
            configuration.rpcTimeout = .milliseconds(500)
            try await withQueue("no-answer", configuration: configuration) { queue, publisher in
                proxy.freeze()
                await #expect(throws: AMQPError.self) {
                    try await publisher.perform { _ = try $0.declareQueue(queue, passive: true) }
                }
                proxy.melt()
                try await publisher.connected(2)
            }
        }
    }

    @Test("A peer that takes nothing more cannot hold the publisher")
    func fullSocket() async throws {
        try await proxied { proxy, original in
            var configuration = original
            configuration.rpcTimeout = .seconds(1)
            configuration.confirmTimeout = .seconds(2)
            try await withQueue("full-socket", configuration: configuration) { queue, publisher in
                proxy.freeze()
                let large = AMQPMessage(body: Array(repeating: 1, count: 8 * 1_048_576))
                let outcomes = try await publisher.outcomes([large, large, large], to: queue)
                for outcome in outcomes {
                    guard case .unknown = outcome else {
                        Issue.record("\(outcome)")
                        continue
                    }
                }
                proxy.melt()
                try await publisher.connected(2)
            }
        }
    }

    @Test("A setup that fails is tried again on a new connection")
    func failingSetup() async throws {
        struct NotYet: Error {}
        let attempts = Gathered<Int>()
        let setup: @Sendable (AMQPSession) throws -> Void = { _ in
            attempts.add([1])
            if attempts.all.count < 3 { throw NotYet() }
        }
        try await withPublisher(TestBroker.configuration(), setup: setup) { publisher in
            try await publisher.connected(1)
            #expect(attempts.all.count == 3)
        }
    }

    @Test(
        "An operator who closes the connection only causes a new one",
        .enabled(if: Operator.isThere, "needs QIAO_TEST_RABBITMQCTL"))
    func closedByOperator() async throws {
        let name = TestBroker.uniqueName("closed")
        let configuration = try TestBroker.configuration(name)
        try await withQueue("operator", configuration: configuration) { queue, publisher in
            let states = publisher.states()
            try await Operator.closeConnection(named: name)
            let reason = try await first(states, "the loss") { state in
                if case .disconnected(let reason) = state { reason } else { nil }
            }
            #expect(reason.contains("320"))
            try await publisher.connected(2)
            #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
        }
    }

    /// An alarm blocks everybody at the broker: only where nobody else is at work.
    @Test(
        "An alarm blocks; what is sent meanwhile is confirmed after, and what does not fit comes back at once",
        .enabled(if: Operator.mayRaiseAlarms, "needs QIAO_TEST_RABBITMQCTL and QIAO_TEST_BROKER_ALARM"))
    func alarm() async throws {
        var configuration = try TestBroker.configuration()
        configuration.confirmTimeout = .seconds(2)
        try await withQueue("alarm", configuration: configuration) { queue, publisher in
            try await Operator.control("set_vm_memory_high_watermark", "absolute", "1")
            let states = publisher.states()
            let gathered = Gathered<AMQPSettlement>()
            let send: @Sendable (ClosedRange<UInt64>) -> Void = { tokens in
                publisher.send(
                    tokens.map { AMQPPublishing(exchange: "", routingKey: queue, message: message, token: $0) }
                ) { gathered.add($0) }
            }
            send(0...0)
            let isBlocked = try await first(states, "the alarm") { if case .blocked = $0 { true } else { nil } }
            #expect(isBlocked)
            send(1...300)
            let refused = try await gathered.first(300 - 256, "refusals")
            #expect(refused.allSatisfy { $0.outcome == .unknown(reason: "the broker blocks publishers") })
            await #expect(throws: AMQPError.self) { try await publisher.perform { try $0.purge(queue) } }
            try await Operator.control("set_vm_memory_high_watermark", "absolute", "1GB")
            let all = try await gathered.first(301, "settlements")
            #expect(all.filter { $0.outcome == .confirmed }.count == 257)
        }
    }
}
