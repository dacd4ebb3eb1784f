import Logging
import Synchronization

/// Publishes with confirms over one connection of its own, which it makes anew whenever it is lost. ``run()`` must be
/// running for anything to be sent.
public final class AMQPPublisher: Sendable {
    private let loop: ConnectionLoop
    private let outbound: OutboundQueue
    private let window: Int

    /// - Parameters:
    ///   - window: how many messages may wait for their confirm.
    ///   - setup: asserts the topology on every new connection before anything is sent; if it throws, the connection
    ///     is given up and made again.
    /// Throws ``AMQPError``.
    public init(
        configuration: AMQPConfiguration, logger: Logger, window: Int = 1024,
        setup: @escaping @Sendable (AMQPSession) throws -> Void = { _ in }
    ) throws {
        self.window = max(1, window)
        loop = try ConnectionLoop(configuration: configuration, logger: logger, setup: setup)
        outbound = OutboundQueue(window: self.window)
    }

    /// Keeps connected and publishes until ``shutdown()`` or cancellation.
    public func run() async throws {
        try await loop.run { [outbound, window, loop] in
            PublisherRole(outbound: outbound, window: window, configuration: loop.configuration)
        }
    }

    /// Ends ``run()`` once the outstanding confirms have come, at the latest after the configuration's `drainTimeout`.
    public func shutdown() { loop.stop() }

    /// Sends messages in the order of the calls. `settled` hears of every message exactly once, in groups as the
    /// broker confirms; it runs on the connection's thread, or before this returns when there is no connection, and
    /// must not wait for anything.
    public func send(
        _ messages: [AMQPPublishing], settled: @escaping @Sendable ([AMQPSettlement]) -> Void
    ) {
        let refused = outbound.append(messages, settled: settled)
        if refused.count < messages.count { loop.pipe.wake() }
        if let reason = refused.reason {
            settled(refused.tokens.map { AMQPSettlement(token: $0, outcome: .unknown(reason: reason)) })
        }
    }

    public var isConnected: Bool { outbound.isOpen }

    /// The latest state and all that follow; any number of listeners. Ends with ``run()``.
    public func states() -> AsyncStream<AMQPConnectionState> { loop.states.listen() }

    /// Does something with the topology on the live connection, between publishings. Throws
    /// ``AMQPError/notConnected`` at once when there is none, else what `operation` throws.
    public func perform<T: Sendable>(
        _ operation: @escaping @Sendable (AMQPSession) throws -> T
    ) async throws -> T {
        try await loop.perform(operation)
    }
}
