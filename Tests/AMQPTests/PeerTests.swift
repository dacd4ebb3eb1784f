import AMQP
import Testing

@Suite("A peer that is no good broker is told apart")
struct PeerTests {
    private func failure(of serve: @escaping @Sendable (Peer, Int32) -> Void) async throws -> String {
        let peer = try Peer(serve)
        defer { peer.stop() }
        var configuration = try TestBroker.configuration()
        configuration.hosts = [peer.host]
        configuration.rpcTimeout = .milliseconds(500)
        return try await firstFailure(configuration)
    }

    @Test(
        "Garbage",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n\r\n", String(repeating: "\u{1}", count: 9000), "AMQP\u{0}\u{1}\u{0}\u{0}",
        ])
    func garbage(_ text: String) async throws {
        let reason = try await failure { _, socket in Peer.sendAll(socket, Array(text.utf8)[...]) }
        #expect(reason.contains("AMQP") || reason.contains("RabbitMQ"))
    }

    @Test("Frames of every kind at the wrong time, with a seed")
    func frames() async throws {
        let attempts = Gathered<Int>()
        let peer = try Peer { peer, socket in
            attempts.add([1])
            var generator = SplitMix(state: UInt64(peer.accepted))
            for _ in 0..<50 {
                let size = UInt32.random(in: 0...64, using: &generator)
                var frame: [UInt8] = [[1, 2, 3, 8, 9].randomElement(using: &generator) ?? 1, 0, 0]
                frame += [0, 0, 0, UInt8(size)]
                frame += (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
                frame.append(206)
                if frame[0] == 1, size >= 4 { frame.replaceSubrange(7..<11, with: [0, 10, 0, 10]) }
                Peer.sendAll(socket, frame[...])
            }
            peer.close(socket)
        }
        defer { peer.stop() }
        var configuration = try TestBroker.configuration()
        configuration.hosts = [peer.host]
        configuration.backoff = .milliseconds(1) ... .milliseconds(1)
        configuration.rpcTimeout = .milliseconds(300)
        let reasons = Gathered<AMQPConnectionState>()
        try await withPublisher(configuration) { publisher in
            let listening = Task {
                for await state in publisher.states() { reasons.add([state]) }
            }
            try await attempts.first(100, "attempts")
            listening.cancel()
        }
        #expect(!reasons.all.contains { if case .connected = $0 { true } else { false } })
    }

    @Test("Silence")
    func silence() async throws {
        let reason = try await failure { _, _ in }
        #expect(reason.contains("did not answer in time"))
    }

    @Test("A hang-up")
    func hangUp() async throws {
        let reason = try await failure { $0.close($1) }
        #expect(reason.contains("lost"))
    }

    @Test("Nobody there")
    func nobody() async throws {
        let peer = try Peer { _, _ in }
        peer.stop()
        var configuration = try TestBroker.configuration()
        configuration.hosts = [.init(name: "127.0.0.1", port: 1)]
        #expect(try await firstFailure(configuration).contains("No connection to RabbitMQ at 127.0.0.1:1"))
    }

    @Test("A wrong password and a missing virtual host")
    func refused() async throws {
        var configuration = try TestBroker.configuration()
        configuration.password = "wrong"
        #expect(try await firstFailure(configuration).contains("refused the sign-in"))
        configuration = try TestBroker.configuration()
        configuration.virtualHost = "no such host"
        #expect(try await firstFailure(configuration).contains("refused the sign-in"))
    }

    @Test("A TLS connection to a peer without TLS")
    func noTLS() async throws {
        var configuration = try TestBroker.configuration()
        configuration.tls = .init(verify: false)
        configuration.connectTimeout = .seconds(1)
        let reason = try await firstFailure(configuration)
        #expect(reason.contains("TLS") || reason.contains("No connection"))
    }

    @Test("Of several hosts one that works is enough")
    func severalHosts() async throws {
        var configuration = try TestBroker.configuration()
        configuration.hosts.append(.init(name: "127.0.0.1", port: 1))
        configuration.hosts.append(.init(name: "127.0.0.1", port: 2))
        try await withPublisher(configuration) { try await $0.connected() }
    }

    @Test("Cancellation ends run()")
    func cancellation() async throws {
        let consumer = try AMQPConsumer(configuration: TestBroker.configuration(), logger: TestBroker.logger)
        let running = Task { try await consumer.run() }
        try await consumer.connected()
        running.cancel()
        try await withDeadline("the end") { try await running.value }
        await #expect(throws: AMQPError.self) { try await consumer.run() }
    }
}

/// A small generator whose numbers follow from its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
