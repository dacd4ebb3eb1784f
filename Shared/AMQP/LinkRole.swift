/// What a client does with its connection. Made on the connection's thread and confined to it.
protocol LinkRole: AnyObject {
    /// A new connection stands and is set up.
    func connected(_ link: BrokerLink, generation: UInt64) throws(AMQPError)
    /// Sends and asks what is due; true when there is more that could be done at once.
    func work(_ link: BrokerLink) throws(AMQPError) -> Bool
    func handle(_ event: LinkEvent, on link: BrokerLink) throws(AMQPError)
    /// All events that were here are handled: hand the results over.
    func roundEnded()
    func disconnected(_ error: AMQPError)
    /// When ``work(_:)`` is due again, if at a certain time.
    var nextDeadline: ContinuousClock.Instant? { get }
    /// Whether work waits for the socket to take data again.
    var waitsForWriting: Bool { get }
    /// Whether nothing is outstanding that a shutdown should wait for.
    var isDrained: Bool { get }
}
