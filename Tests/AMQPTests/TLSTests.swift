import AMQP
import Foundation
import Testing

/// The broker's listener with TLS. Its certificate is good for the name localhost only.
private enum SecureBroker {
    static let url = ProcessInfo.processInfo.environment["QIAO_TEST_TLS_AMQP_URL"]
    static let authority = ProcessInfo.processInfo.environment["QIAO_TEST_TLS_CA"]
    static var isThere: Bool { url != nil && authority != nil }

    static func configuration() throws -> AMQPConfiguration {
        var configuration = try AMQPConfiguration(url: #require(url), connectionName: "amqp-tests-tls")
        configuration.backoff = .milliseconds(20) ... .milliseconds(200)
        return configuration
    }

    /// A file beside the authority's certificate.
    static func file(_ name: String) throws -> String {
        URL(filePath: try #require(authority)).deletingLastPathComponent().appending(path: name).path
    }
}

@Suite(
    "A broker behind TLS", .enabled(if: SecureBroker.isThere, "needs QIAO_TEST_TLS_AMQP_URL and QIAO_TEST_TLS_CA"))
struct TLSTests {
    private func roundTrip(_ configuration: AMQPConfiguration, _ messages: [AMQPMessage]) async throws {
        try await withQueue("tls", configuration: configuration) { queue, publisher in
            let outcomes = try await publisher.outcomes(messages, to: queue)
            #expect(outcomes.allSatisfy { $0 == .confirmed })
            try await withConsumer(configuration) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 500) { deliveries in
                    gathered.add(deliveries)
                    consumer.ack(deliveries.map(\.tag))
                }
                let arrived = try await gathered.first(messages.count, "deliveries").map(\.message)
                #expect(arrived == messages)
            }
        }
    }

    @Test("Many small messages and a large one arrive, whose records TLS keeps where no poll sees them")
    func trusted() async throws {
        let small = (0..<2000).map { AMQPMessage(properties: .init(messageID: "\($0)"), body: [1, 2, 3]) }
        let large = AMQPMessage(body: (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try await roundTrip(SecureBroker.configuration(), small + [large])
    }

    @Test("An authority that did not sign the broker's certificate is no reason to trust it")
    func wrongAuthority() async throws {
        var configuration = try SecureBroker.configuration()
        configuration.tls?.caFile = try SecureBroker.file("stranger.crt")
        let reason = try await firstFailure(configuration)
        #expect(reason.contains("No TLS connection to RabbitMQ at localhost"))
        #expect(reason.contains("Check the CA file"))
    }

    @Test("A certificate for another name is refused")
    func wrongName() async throws {
        var configuration = try SecureBroker.configuration()
        configuration.hosts = configuration.hosts.map { .init(name: "127.0.0.1", port: $0.port) }
        #expect(try await firstFailure(configuration).contains("No TLS connection to RabbitMQ at 127.0.0.1"))
        configuration.tls?.verify = false
        try await roundTrip(configuration, [AMQPMessage(body: [1])])
    }

    @Test("A CA file that is not there is named")
    func missingAuthority() async throws {
        var configuration = try SecureBroker.configuration()
        configuration.tls?.caFile = "/no/such/ca.crt"
        #expect(try await firstFailure(configuration).contains("the CA file /no/such/ca.crt cannot be used"))
    }

    @Test("A certificate of our own is shown; one of a stranger is refused by the broker")
    func clientCertificate() async throws {
        var configuration = try SecureBroker.configuration()
        configuration.tls?.certificateFile = try SecureBroker.file("client.crt")
        configuration.tls?.keyFile = try SecureBroker.file("client.key")
        try await roundTrip(configuration, [AMQPMessage(body: [1])])
        configuration.tls?.certificateFile = try SecureBroker.file("stranger.crt")
        configuration.tls?.keyFile = try SecureBroker.file("stranger.key")
        #expect(try await firstFailure(configuration).contains("No TLS connection"))
        configuration.tls?.keyFile = try SecureBroker.file("client.key")
        #expect(try await firstFailure(configuration).contains("or its key cannot be used"))
    }

    @Test("Plain AMQP is not taken for TLS, nor TLS for plain AMQP")
    func mixedUp() async throws {
        var plain = try SecureBroker.configuration()
        plain.tls = nil
        plain.rpcTimeout = .seconds(2)
        let reason = try await firstFailure(plain)
        #expect(reason.contains("RabbitMQ") && !reason.contains("refused the sign-in"), "\(reason)")
        var secure = try SecureBroker.configuration()
        secure.hosts = try TestBroker.configuration().hosts.map { .init(name: "localhost", port: $0.port) }
        #expect(try await firstFailure(secure).contains("No TLS connection"))
    }

    @Test("A peer that never answers the handshake holds nobody longer than the time to connect")
    func silence() async throws {
        let peer = try Peer { _, _ in }
        defer { peer.stop() }
        var configuration = try SecureBroker.configuration()
        configuration.hosts = [.init(name: "localhost", port: peer.port)]
        configuration.connectTimeout = .milliseconds(300)
        let begun = ContinuousClock.now
        #expect(try await firstFailure(configuration).contains("No connection"))
        // Without a limit of its own it would be held for ever.
        #expect(ContinuousClock.now - begun < .seconds(30))
    }

    @Test("After a cut publisher and consumer go on, past hosts that are dead")
    func cut() async throws {
        var configuration = try SecureBroker.configuration()
        let proxy = try Peer.proxy(to: configuration.hosts[0])
        defer { proxy.stop() }
        configuration.hosts = [1, 2, proxy.port].map { .init(name: "localhost", port: $0) }
        let message = AMQPMessage(body: [1])
        let all = configuration
        try await withQueue("tls-cut", configuration: all) { queue, publisher in
            try await withConsumer(all) { consumer in
                let gathered = Gathered<AMQPDelivery>()
                _ = consumer.consume(queue: queue, prefetch: 10) { deliveries in
                    gathered.add(deliveries)
                    consumer.ack(deliveries.map(\.tag))
                }
                for generation in 1...5 as ClosedRange<UInt64> {
                    try await publisher.connected(generation)
                    #expect(try await publisher.outcomes([message], to: queue) == [.confirmed])
                    try await gathered.first(Int(generation), "deliveries")
                    proxy.cut()
                }
            }
        }
    }
}
