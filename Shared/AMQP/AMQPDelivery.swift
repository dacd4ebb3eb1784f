/// Names one delivery for acknowledging it. Worthless once its connection is gone: the broker delivers again then.
public struct AMQPDeliveryTag: Sendable, Hashable {
    let generation: UInt64
    let value: UInt64
}

/// A message the broker handed to us, ours until acknowledged, rejected, or the connection ends.
public struct AMQPDelivery: Sendable {
    public let tag: AMQPDeliveryTag
    public let queue: String
    public let exchange: String
    public let routingKey: String
    /// Whether it was delivered before to somebody who did not acknowledge it.
    public let redelivered: Bool
    public let message: AMQPMessage

    /// How often it was delivered before, as a quorum queue counts (`x-delivery-count`); 0 where nobody counts.
    public var deliveryCount: Int {
        message.properties.headers["x-delivery-count"]?.integer.flatMap { Int(exactly: $0) } ?? 0
    }
}
