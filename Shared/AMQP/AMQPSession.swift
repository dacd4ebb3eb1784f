/// Topology on a live connection. Valid only inside the closure that received it; every call waits for the broker's
/// answer, at most the configuration's `rpcTimeout`, and throws ``AMQPError``. A refusal
/// (``AMQPError/channelClosed(code:text:)``) leaves the connection, its consumers and its publishings untouched.
public final class AMQPSession {
    private let link: BrokerLink
    private var ended = false

    init(link: BrokerLink) {
        self.link = link
    }

    func end() { ended = true }

    private func live() throws(AMQPError) -> BrokerLink {
        guard !ended else { throw .notConnected }
        return link
    }

    /// Declares an exchange; `type` is `topic`, `direct`, `fanout` or `headers`.
    public func declareExchange(
        _ name: String, type: String, durable: Bool = true, autoDelete: Bool = false, isInternal: Bool = false,
        arguments: [String: AMQPValue] = [:]
    ) throws {
        try live().declareExchange(
            name, type: type, durable: durable, autoDelete: autoDelete, isInternal: isInternal, arguments: arguments)
    }

    /// Deletes an exchange; one that does not exist is no error.
    public func deleteExchange(_ name: String) throws {
        try live().deleteExchange(name)
    }

    /// Declares a queue, or with `passive` only asks for it (404 when absent). Tells how many messages are ready and
    /// how many consumers it has.
    @discardableResult
    public func declareQueue(
        _ name: String, durable: Bool = true, exclusive: Bool = false, autoDelete: Bool = false,
        arguments: [String: AMQPValue] = [:], passive: Bool = false
    ) throws -> (messages: Int, consumers: Int) {
        try live().declareQueue(
            name, durable: durable, exclusive: exclusive, autoDelete: autoDelete, arguments: arguments,
            passive: passive)
    }

    /// Routes what matches `routingKey` at `exchange` to `queue`.
    public func bindQueue(
        _ queue: String, exchange: String, routingKey: String, arguments: [String: AMQPValue] = [:]
    ) throws {
        try live().bindQueue(queue, exchange: exchange, routingKey: routingKey, arguments: arguments)
    }

    /// Takes a binding away; one that does not exist is no error.
    public func unbindQueue(
        _ queue: String, exchange: String, routingKey: String, arguments: [String: AMQPValue] = [:]
    ) throws {
        try live().unbindQueue(queue, exchange: exchange, routingKey: routingKey, arguments: arguments)
    }

    /// Routes what matches `routingKey` at `source` on to the exchange `destination`.
    public func bindExchange(
        _ destination: String, source: String, routingKey: String, arguments: [String: AMQPValue] = [:]
    ) throws {
        try live().bindExchange(destination, source: source, routingKey: routingKey, arguments: arguments)
    }

    /// Takes an exchange-to-exchange binding away.
    public func unbindExchange(
        _ destination: String, source: String, routingKey: String, arguments: [String: AMQPValue] = [:]
    ) throws {
        try live().unbindExchange(destination, source: source, routingKey: routingKey, arguments: arguments)
    }

    /// Deletes a queue and tells how many messages went with it; one that does not exist is no error.
    @discardableResult
    public func deleteQueue(_ name: String, ifUnused: Bool = false, ifEmpty: Bool = false) throws -> Int {
        try live().deleteQueue(name, ifUnused: ifUnused, ifEmpty: ifEmpty)
    }

    /// Removes the ready messages of a queue and tells how many there were.
    @discardableResult
    public func purge(_ queue: String) throws -> Int {
        try live().purge(queue)
    }
}
