import AMQP
import Foundation
import Logging
import Testing

/// The real broker the tests run against.
enum TestBroker {
    struct Unset: Error, CustomStringConvertible {
        let description =
            "set QIAO_TEST_AMQP_URL to a RabbitMQ the tests may use, such as amqp://guest:guest@127.0.0.1:5672/"
    }

    /// Quick to notice and to come back, so that the tests are quick.
    static func configuration(_ name: String = "amqp-tests") throws -> AMQPConfiguration {
        guard let url = ProcessInfo.processInfo.environment["QIAO_TEST_AMQP_URL"] else { throw Unset() }
        var configuration = try AMQPConfiguration(url: url, connectionName: name)
        configuration.backoff = .milliseconds(20) ... .milliseconds(200)
        return configuration
    }

    static func uniqueName(_ what: String) -> String {
        "amqp-tests.\(what).\(UUID().uuidString.prefix(8).lowercased())"
    }

    static var logger: Logger {
        var logger = Logger(label: "amqp-tests")
        logger.logLevel = .error
        return logger
    }
}

/// Runs a publisher for the time of a test.
func withPublisher<T: Sendable>(
    _ configuration: AMQPConfiguration, window: Int = 256,
    setup: @escaping @Sendable (AMQPSession) throws -> Void = { _ in },
    _ body: @Sendable (AMQPPublisher) async throws -> T
) async throws -> T {
    let publisher = try AMQPPublisher(
        configuration: configuration, logger: TestBroker.logger, window: window, setup: setup)
    return try await whileRunning({ try await publisher.run() }, stop: { publisher.shutdown() }) {
        try await body(publisher)
    }
}

/// Runs a consumer for the time of a test.
func withConsumer<T: Sendable>(
    _ configuration: AMQPConfiguration, setup: @escaping @Sendable (AMQPSession) throws -> Void = { _ in },
    _ body: @Sendable (AMQPConsumer) async throws -> T
) async throws -> T {
    let consumer = try AMQPConsumer(configuration: configuration, logger: TestBroker.logger, setup: setup)
    return try await whileRunning({ try await consumer.run() }, stop: { consumer.shutdown() }) {
        try await body(consumer)
    }
}

private func whileRunning<T: Sendable>(
    _ run: @escaping @Sendable () async throws -> Void, stop: () -> Void, _ body: () async throws -> T
) async throws -> T {
    let running = Task { try await run() }
    let result: Result<T, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    stop()
    try await withDeadline("run() to return after shutdown()") { try await running.value }
    return try result.get()
}

/// The error's description of the first failed attempt.
func firstFailure(_ configuration: AMQPConfiguration) async throws -> String {
    try await withPublisher(configuration) { publisher in
        try await first(publisher.states(), "the failure") { state in
            if case .disconnected(let reason) = state { reason } else { nil }
        }
    }
}

/// Runs a test with a queue of its own, and a connected publisher; the queue is deleted after.
func withQueue(
    _ what: String, arguments: [String: AMQPValue] = [:], configuration: AMQPConfiguration? = nil,
    _ body: @Sendable (String, AMQPPublisher) async throws -> Void
) async throws {
    let queue = TestBroker.uniqueName(what)
    let configuration = try configuration ?? TestBroker.configuration()
    try await withPublisher(configuration, setup: { try $0.declareQueue(queue, arguments: arguments) }) { publisher in
        try await publisher.connected()
        let result: Result<Void, any Error>
        do { result = .success(try await body(queue, publisher)) } catch { result = .failure(error) }
        // By a connection of its own: the test may have broken the other one.
        try await withPublisher(TestBroker.configuration()) { cleaner in
            try await cleaner.connected()
            _ = try await cleaner.perform { try $0.deleteQueue(queue) }
        }
        try result.get()
    }
}

extension AMQPPublisher {
    /// Waits until a connection with at least this number stands.
    func connected(_ generation: UInt64 = 1) async throws {
        try await reached(generation, states())
    }

    /// Publishes to a queue and waits until every message is settled; in the order of the messages.
    func outcomes(
        _ messages: [AMQPMessage], to queue: String, exchange: String = "", mandatory: Bool = true
    ) async throws -> [AMQPSettlement.Outcome] {
        let gathered = Gathered<AMQPSettlement>()
        let publishings = messages.enumerated().map {
            AMQPPublishing(
                exchange: exchange, routingKey: queue, mandatory: mandatory, message: $1, token: UInt64($0))
        }
        send(publishings) { gathered.add($0) }
        let settlements = try await gathered.first(messages.count, "settlements")
        #expect(Set(settlements.map(\.token)).count == messages.count, "every message is settled exactly once")
        return settlements.sorted { $0.token < $1.token }.map(\.outcome)
    }
}

extension AMQPConsumer {
    func connected(_ generation: UInt64 = 1) async throws {
        try await reached(generation, states())
    }
}

private func reached(_ generation: UInt64, _ states: AsyncStream<AMQPConnectionState>) async throws {
    try await withDeadline("connection \(generation)") {
        for await case .connected(let number) in states where number >= generation { return }
        throw AMQPError.notConnected
    }
}

/// Waits for the first state that is asked for.
func first<T: Sendable>(
    _ states: AsyncStream<AMQPConnectionState>, _ what: String,
    where match: @escaping @Sendable (AMQPConnectionState) -> T?
) async throws -> T {
    try await withDeadline(what) {
        for await state in states {
            if let found = match(state) { return found }
        }
        throw AMQPError.notConnected
    }
}
