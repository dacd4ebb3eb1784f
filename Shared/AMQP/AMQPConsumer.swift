import Logging
import Synchronization

/// Consumes any number of queues over one connection of its own, which it makes anew whenever it is lost; its
/// subscriptions follow. ``run()`` must be running for anything to come.
public final class AMQPConsumer: Sendable {
    private let loop: ConnectionLoop
    private let book: SubscriptionBook

    /// `setup` asserts the topology on every new connection before anything is consumed; if it throws, the connection
    /// is given up and made again. Throws ``AMQPError``.
    public init(
        configuration: AMQPConfiguration, logger: Logger,
        setup: @escaping @Sendable (AMQPSession) throws -> Void = { _ in }
    ) throws {
        loop = try ConnectionLoop(configuration: configuration, logger: logger, setup: setup)
        book = SubscriptionBook()
    }

    /// Keeps connected and consumes until ``shutdown()`` or cancellation.
    public func run() async throws {
        // What the callbacks hold may well hold this consumer.
        defer { book.end() }
        try await loop.run { [book, loop] in
            ConsumerRole(book: book, configuration: loop.configuration, logger: loop.logger)
        }
    }

    /// Ends ``run()`` after the acknowledgements handed over before. Unsettled deliveries go back to their queues.
    public func shutdown() { loop.stop() }

    /// Subscribes to a queue, now or as soon as there is a connection, and again after every loss of it. A queue that
    /// is missing or was deleted is tried again with growing pauses and disturbs no other subscription.
    /// - Parameters:
    ///   - prefetch: how many deliveries may be unsettled.
    ///   - onDelivery: gets what came together; runs on the connection's thread and must not wait for anything.
    public func consume(
        queue: String, prefetch: UInt16, onDelivery: @escaping @Sendable ([AMQPDelivery]) -> Void
    ) -> AMQPSubscription {
        let id = book.register(queue: queue, prefetch: prefetch, onDelivery: onDelivery)
        loop.pipe.wake()
        return AMQPSubscription(queue: queue, id: id, book: book, pipe: loop.pipe)
    }

    /// Acknowledges deliveries. Those of an earlier connection are ignored: the broker delivers them again.
    public func ack(_ tags: [AMQPDeliveryTag]) {
        if book.append(.ack(tags)) { loop.pipe.wake() }
    }

    /// Gives a delivery back, to the queue or, without `requeue`, to its dead-letter exchange (or nowhere).
    public func reject(_ tag: AMQPDeliveryTag, requeue: Bool) {
        if book.append(.reject(tag, requeue: requeue)) { loop.pipe.wake() }
    }

    public var isConnected: Bool { loop.isConnected }

    /// The latest state and all that follow; any number of listeners. Ends with ``run()``.
    public func states() -> AsyncStream<AMQPConnectionState> { loop.states.listen() }

    /// Does something with the topology on the live connection. Throws ``AMQPError/notConnected`` at once when there
    /// is none, else what `operation` throws.
    public func perform<T: Sendable>(
        _ operation: @escaping @Sendable (AMQPSession) throws -> T
    ) async throws -> T {
        try await loop.perform(operation)
    }
}

/// One queue being consumed.
public final class AMQPSubscription: Sendable {
    public let queue: String
    private let id: UInt64
    private let book: SubscriptionBook
    private let pipe: WakePipe

    init(queue: String, id: UInt64, book: SubscriptionBook, pipe: WakePipe) {
        self.queue = queue
        self.id = id
        self.book = book
        self.pipe = pipe
    }

    /// Ends the subscription. When this returns, no delivery comes any more; those handed over before can still be
    /// acknowledged or rejected.
    public func cancel() async {
        await withCheckedContinuation { continuation in
            if book.cancel(id, done: { continuation.resume() }) { pipe.wake() }
        }
    }
}
